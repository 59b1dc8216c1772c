/**
 * Finds the scene that a turn starts: the one with the most specific trigger, and among equals the first in the file.
 */
import { isReplyToComment, isSamePost } from '../../domain/story-id.ts'
import { isLikeButton } from '../../domain/sticker.ts'
import { editedTurnKinds, type Turn } from '../../domain/turn.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { sceneOfPayload } from '../payloads.ts'
import type { StoryboardFile } from '../schema.ts'
import { type Trigger, triggerKinds } from '../schema/triggers.ts'
import { holdsPhrase } from '../texts.ts'

export interface Match {
  readonly scene: string
  readonly rank: number
  /** Absent: the tap itself names the scene. */
  readonly trigger?: Trigger
}

export interface Matching {
  readonly turn: Turn
  readonly understanding: Understanding
  readonly holds: (condition: string) => boolean
  /** Only triggers of this intent count. */
  readonly onlyIntent?: string
}

const rank = {
  ref: 80,
  scene: 75,
  payload: 70,
  payloadPattern: 65,
  /** A `ref` of the ad, or its id, is more specific. */
  anyAd: 78,
  /** A lead of an ad is more than a click on it. */
  anyLead: 79,
  keyword: 40,
  intent: 30,
  sticker: 26,
  certain: 25,
  any: 10,
} as const

/** A rank of at least this is a tap or a link: it cannot be a value for a question that shows other choices. */
export const tapRank = rank.payloadPattern
export const keywordRank = rank.keyword

/** Without a number of the storyboard, that of the provider decides: it gives no intent of less. */
export function leastConfidenceOf({ understanding }: Pick<StoryboardFile, 'understanding'>): number {
  return understanding?.at_least ?? 0
}

export function findScene(definition: StoryboardFile, matching: Matching): Match | undefined {
  let best: Match | undefined
  const { onlyIntent } = matching
  const tapped = matching.turn.kind === 'message' || matching.turn.kind === 'postback'
  const asked = tapped ? sceneOfPayload(matching.turn.payload) : undefined
  if (asked !== undefined && Object.hasOwn(definition.scenes, asked))
    best = { scene: asked, rank: rank.scene }
  const atLeast = leastConfidenceOf(definition)
  for (const [scene, { on = [], when }] of Object.entries(definition.scenes)) {
    for (const trigger of on) {
      if (onlyIntent !== undefined && ![trigger.intent].flat().includes(onlyIntent)) continue
      const fits = rankOf(trigger, { ...matching, atLeast })
      if (fits === undefined || fits + filters(trigger, when) <= (best?.rank ?? 0)) continue
      if (when !== undefined && !matching.holds(when)) continue
      if (trigger.when !== undefined && !matching.holds(trigger.when)) continue
      best = { scene, rank: fits + filters(trigger, when), trigger }
    }
  }
  return best
}

/** Any text starts it, and nothing narrows it. */
export function isCatchAll({ rank: found }: Match): boolean {
  return found === rank.any
}

/** The intent of the text starts it, and no word of it. */
export function isByIntent({ trigger }: Match): boolean {
  return trigger?.intent !== undefined && trigger.keyword === undefined
}

function filters({ page, post, level, when }: Trigger, sceneWhen: string | undefined): number {
  return [page, post, level, when, sceneWhen].filter((filter) => filter !== undefined).length / 10
}

function rankOf(
  trigger: Trigger,
  { turn, understanding, atLeast }: Matching & { atLeast: number },
): number | undefined {
  const kind = triggerKinds.find((name) => trigger[name] !== undefined) ?? 'message'
  const event = rankOfKind[kind](trigger, turn)
  if (event === undefined || !isWhere(trigger, turn)) return undefined
  let total = event
  if (trigger.keyword !== undefined) {
    const { text } = turn
    if (text === undefined || ![trigger.keyword].flat().some((word) => holdsPhrase(text, word)))
      return undefined
    total += rank.keyword
  }
  if (trigger.intent !== undefined) {
    const { intent } = understanding
    const isMeant =
      intent !== undefined && intent.confidence >= atLeast && [trigger.intent].flat().includes(intent.name)
    if (!isMeant) return undefined
    total += rank.intent
  }
  return total
}

function isWhere({ page, post, level }: Trigger, turn: Turn): boolean {
  if (page !== undefined && ![page].flat().includes(turn.pageId)) return false
  const { postId } = turn
  const isHere = (id: string): boolean => postId !== undefined && isSamePost(id, postId)
  if (post !== undefined && ![post].flat().some(isHere)) return false
  return level === undefined || (level === 'reply') === isReplyToComment(turn)
}

type RankOfKind = (trigger: Trigger, turn: Turn) => number | undefined

const rankOfKind: Readonly<Record<(typeof triggerKinds)[number], RankOfKind>> = {
  message: (trigger, turn) => {
    if (turn.kind !== 'message' || turn.text === undefined) return undefined
    return trigger.message === 'any' ? rank.any : 0.5
  },
  payload: ({ payload }, turn) => {
    if (turn.kind !== 'message' && turn.kind !== 'postback') return undefined
    const patterns = [payload ?? []].flat()
    if (patterns.includes(turn.payload ?? '')) return rank.payload
    return fitsPattern(patterns, turn.payload) ? rank.payloadPattern : undefined
  },
  ref: ({ ref }, turn) => {
    return fromLink.includes(turn.kind) && fitsPattern([ref ?? []].flat(), turn.ref) ? rank.ref : undefined
  },
  ad: ({ ad }, turn) => {
    const wanted = [ad ?? []].flat()
    if (turn.adId === undefined || !fromLink.includes(turn.kind)) return undefined
    if (wanted.includes(turn.adId)) return rank.ref
    return wanted.includes('any') ? rank.anyAd : undefined
  },
  lead: ({ lead }, turn) => {
    if (turn.kind !== 'lead') return undefined
    const wanted = [lead ?? []].flat()
    if (wanted.includes(turn.formId ?? '')) return rank.ref
    return wanted.includes('any') ? rank.anyLead : undefined
  },
  optin: ({ optin }, turn) => ofOptIn(turn, 'optin', optin),
  optin_stopped: (trigger, turn) => ofOptIn(turn, 'optin_stopped', trigger.optin_stopped),
  optin_resumed: (trigger, turn) => ofOptIn(turn, 'optin_resumed', trigger.optin_resumed),
  sticker: ({ sticker }, turn) => {
    if (turn.kind !== 'message' || turn.text !== undefined) return undefined
    if (turn.sticker === undefined && turn.attachments?.includes('sticker') !== true) return undefined
    const wanted = [sticker ?? []].flat()
    const isNamed =
      wanted.includes(turn.sticker ?? '') || (wanted.includes('like') && isLikeButton(turn.sticker))
    if (isNamed) return rank.sticker
    return wanted.includes('any') ? rank.certain : undefined
  },
  unsupported: (_, turn) =>
    turn.kind === 'message' && turn.isUnsupported === true ? rank.certain : undefined,
  edited: ({ edited }, turn) => {
    if (!editedTurnKinds.includes(turn.kind)) return undefined
    if (edited === 'any') return rank.any
    return turn.kind === `edited_${edited}` ? rank.certain : undefined
  },
  attachment: ({ attachment }, turn) => {
    if (turn.kind !== 'message' || turn.text !== undefined || (turn.attachments ?? []).length === 0)
      return undefined
    const wanted = [attachment ?? []].flat()
    if (wanted.some((type) => turn.attachments?.includes(type))) return rank.certain
    return wanted.includes('any') ? rank.any : undefined
  },
  comment: (_, turn) => anyOf(turn, 'comment'),
  visitor_post: (_, turn) => anyOf(turn, 'visitor_post'),
  mention: (_, turn) => anyOf(turn, 'mention'),
  rating: ({ rating }, turn) => {
    if (turn.kind !== 'rating') return undefined
    return rating === 'any' ? rank.any : rating === turn.rating?.toLowerCase() ? rank.certain : undefined
  },
  reaction: ({ reaction, of }, turn) => {
    const isHere =
      (turn.kind === 'message_reaction' && of !== 'post') ||
      (turn.kind === 'post_reaction' && of !== 'message')
    const wanted = [reaction ?? []].flat().map((name) => name.toLowerCase())
    if (!isHere) return undefined
    if (turn.reaction !== undefined && wanted.includes(turn.reaction.toLowerCase())) return rank.certain
    return wanted.includes('any') ? rank.any : undefined
  },
}

/** A click on an m.me link or an ad comes as one of these; a lead ad's click comes with its lead. */
const fromLink: readonly Turn['kind'][] = ['referral', 'postback', 'message', 'lead']

function ofOptIn(
  turn: Turn,
  kind: Turn['kind'],
  patterns: string | readonly string[] | undefined,
): number | undefined {
  const isThis = turn.kind === kind && fitsPattern([patterns ?? []].flat(), turn.ref ?? turn.payload ?? '')
  return isThis ? rank.ref : undefined
}

function anyOf(turn: Turn, kind: Turn['kind']): number | undefined {
  return turn.kind === kind ? rank.any : undefined
}

/** `*` stands for any characters, also for none; all others stand for themselves. */
function fitsPattern(patterns: readonly string[], given: string | undefined): boolean {
  return given !== undefined && patterns.some((pattern) => fitsParts(pattern.split('*'), given))
}

/** No regular expression: with a long payload, a pattern could backtrack for a very long time. */
function fitsParts([first = '', ...rest]: readonly string[], given: string): boolean {
  if (rest.length === 0) return first === given
  const last = rest.at(-1) ?? ''
  if (!given.startsWith(first) || !given.endsWith(last) || given.length < first.length + last.length)
    return false
  let from = first.length
  for (const part of rest.slice(0, -1)) {
    const found = given.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return from <= given.length - last.length
}
