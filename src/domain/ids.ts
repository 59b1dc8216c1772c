/**
 * Five kinds of ids that are all strings. The brands let the compiler tell them apart; at run time they cost nothing.
 * The guards (`isPageId`) check ids at borders: a job, a webhook, an argument of the command line. The `as…`
 * functions check nothing: use them for ids that this program made, or read from its own tables.
 */
declare const brand: unique symbol

interface Brand<Name extends string> {
  readonly [brand]: Name
}

/** Facebook's id of a Page: digits in practice, printable ASCII in any case. */
export type PageId = string & Brand<'PageId'>
/**
 * Facebook's id of a customer on one Page: the page-scoped id of Messenger, or `from.id` of the feed. It is
 * `comment:<id>` where Facebook does not tell who wrote a comment.
 */
export type Psid = string & Brand<'Psid'>
/** `pId`, the key of `profile`: the brand's own number, or `facebook:<id>`, `page:<page id>`, `anonymous`. */
export type ProfileId = string & Brand<'ProfileId'>
/** `turn.id`: digits, as a bigint may exceed 2^53. */
export type TurnId = string & Brand<'TurnId'>
/** `conversation.id`: digits, as a bigint may exceed 2^53. */
export type ConversationId = string & Brand<'ConversationId'>

/** No column that holds an id is longer. */
const longestId = 255

export function isPageId(value: unknown): value is PageId {
  return isId(value)
}

export function isPsid(value: unknown): value is Psid {
  return isId(value)
}

export function isProfileId(value: unknown): value is ProfileId {
  return isId(value)
}

export function isTurnId(value: unknown): value is TurnId {
  return isId(value)
}

export function isConversationId(value: unknown): value is ConversationId {
  return isId(value)
}

export function asPageId(id: string): PageId {
  return id as PageId
}

export function asPsid(id: string): Psid {
  return id as Psid
}

export function asProfileId(id: string): ProfileId {
  return id as ProfileId
}

export function asTurnId(id: string): TurnId {
  return id as TurnId
}

export function asConversationId(id: string): ConversationId {
  return id as ConversationId
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestId
}
