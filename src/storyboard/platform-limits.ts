/** Limits of Facebook in Graph v26: characters (UTF-16 units, which is the stricter count) and numbers of items. */
export const platformLimits = {
  text: 2_000,
  buttonText: 640,
  quickReplies: 13,
  quickReplyTitle: 20,
  payload: 1_000,
  buttons: 3,
  buttonTitle: 20,
  cards: 10,
  cardTitle: 80,
  cardSubtitle: 80,
  comment: 8_000,
  greeting: 160,
  iceBreakers: 4,
  /** Facebook documents no limit; phones cut longer ones. */
  iceBreakerQuestion: 80,
  menuItems: 20,
  menuTitle: 30,
} as const
