/**
 * What an event is known by, computed alike from what was sent and from the row that a reader made of it: natural
 * columns only, no key of the reader's own making. Two events of the simulated world never share an identity.
 */
const ofInteraction = words('pageId pId channel interactionType direction ts')
export const feedColumns = [
  ...ofInteraction,
  ...words('field item verb post_id comment_id parent_id sender_id sender_name created_time reaction_type'),
  ...words('link photo photo_id photo_ids photos video_id share_id event_id published'),
]
export const messengerColumns = [
  ...ofInteraction,
  ...words('senderId recipientId timestamp mid payload replyToMid appId seq attachments'),
]

/** Column values as text; absent and null are ''. Times are milliseconds. */
export type Values<Column extends string> = Partial<Readonly<Record<Column, string>>>
export type FeedValues = Values<(typeof feedColumns)[number]>
export type MessengerValues = Values<(typeof messengerColumns)[number]>

/**
 * `text` is the event's own text, which tells two edits of one post apart: Facebook repeats the post's created_time. `storyId` is
 * that of a review.
 */
export function feedIdentity(values: FeedValues, text: string, storyId: string): string {
  const { pageId, field, item, verb = '', comment_id = '', created_time: created = '' } = values
  const isEditOfPost = verb.startsWith('edit') && comment_id === ''
  // A like of the Page names nobody by `from`, and has no time: its second is all there is.
  const bySender = created !== '' && (item === 'reaction' || item === 'like' || item === 'rating')
  // A hide may carry the time of its content.
  const isHide = verb === 'hide' || verb === 'unhide'
  const extra = created === '' || isHide ? `at ${values.ts ?? ''}` : isEditOfPost ? `text ${hash(text)}` : ''
  const about = [values.post_id, comment_id, values.reaction_type, created]
  const files = [values.photo_id, values.video_id, values.share_id, values.event_id]
  const known = ['feed', pageId, field, item, verb, ...about, ...files, bySender ? values.sender_id : '']
  return [...known, storyId, extra].join('|')
}

/** `extra` is the watermark of a receipt or the number of an edit: facts that have no column. */
export function messengerIdentity(values: MessengerValues, extra: string): string {
  const { interactionType: type = '', mid = '', senderId = '', timestamp = '', pageId = '' } = values
  if (type === 'message' || type === 'echo') return `message|${mid}`
  if (type === 'unsend') return `unsend|${mid}`
  if (type === 'edit') return `edit|${mid}|${extra}`
  if (type === 'reaction') return `reaction|${mid}|${senderId}|${timestamp}`
  if (type === 'delivery' || type === 'read') return `${type}|${pageId}|${senderId}|${extra}`
  return `${type}|${pageId}|${timestamp}`
}

/** 53 bits of a string: enough that two of two million differ, and a plain number, which a typed array holds. */
export function hash(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

/** One number for the columns that the mask keeps: bit n set means that column n is left to the reader's choice. */
export function fingerprint(values: readonly string[], mask: number): number {
  let text = ''
  for (const [index, value] of values.entries()) text += (mask >>> index) & 1 ? '\u0001' : `${value}\u0001`
  return hash(text)
}

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text

function words<const Text extends string>(text: Text): readonly Words<Text>[] {
  return text.split(' ') as Words<Text>[]
}
