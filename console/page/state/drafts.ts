/** What was typed and not sent, by user and conversation. It survives a closed tab and the end of a session. */
import { fieldOf, readStored, storedNames, writeStored } from './storage.ts'

/** How the text is meant to leave. */
export type DraftAim =
  | { readonly kind: 'reply' | 'note' }
  | { readonly kind: 'reply_in_public' | 'reply_in_private'; readonly commentId: string }

export interface Draft {
  readonly text: string
  readonly pictureUrl: string
  /** Undefined: where a reply usually goes. */
  readonly aim: DraftAim | undefined
  /** The text of a note that waits beside a reply, or of a reply beside a note: one must not leave as the other. */
  readonly aside: string
  readonly ts: number
}

const start = 'pagebeat.draft.'
const keptMs = 14 * 86_400_000

function nameOf(userId: string, conversationId: string): string {
  return `${start}${userId}.${conversationId}`
}

export function loadDraft(userId: string, conversationId: string): Draft | undefined {
  return toDraft(readStored(nameOf(userId, conversationId)))
}

/** An empty draft is removed. */
export function saveDraft(userId: string, conversationId: string, draft: Draft): boolean {
  const isEmpty = (draft.text + draft.aside).trim() === '' && draft.pictureUrl === ''
  return writeStored(nameOf(userId, conversationId), isEmpty ? undefined : draft)
}

export const emptyDraft = { text: '', pictureUrl: '', aim: undefined, aside: '' } as const

export function isNote(aim: DraftAim | undefined): boolean {
  return aim?.kind === 'note'
}

/** The text is before what is typed on its side: a note never becomes a part of a reply. */
export function putBack(
  draft: Draft | undefined,
  { text, pictureUrl, aim }: { readonly text: string; readonly pictureUrl: string; readonly aim: DraftAim },
): Omit<Draft, 'ts'> {
  const kept = draft ?? emptyDraft
  const isOther = draft !== undefined && isNote(aim) !== isNote(kept.aim)
  const [own, aside] = isOther ? [kept.aside, kept.text] : [kept.text, kept.aside]
  return {
    text: own === '' ? text : `${text}\n${own}`,
    aside,
    pictureUrl: pictureUrl === '' ? kept.pictureUrl : pictureUrl,
    aim,
  }
}

/** The customer was forgotten. */
export function dropDraft(userId: string, conversationId: string): void {
  writeStored(nameOf(userId, conversationId), undefined)
}

/** Whether something is typed for the conversation. */
export function hasDraft(userId: string, conversationId: string): boolean {
  return loadDraft(userId, conversationId) !== undefined
}

/** Removes drafts that are older than two weeks: they may hold data of customers. */
export function removeOldDrafts(nowMs: number): void {
  for (const name of storedNames(start)) {
    const draft = toDraft(readStored(name))
    if (draft === undefined || draft.ts < nowMs - keptMs) writeStored(name, undefined)
  }
}

function toDraft(kept: unknown): Draft | undefined {
  const [text, pictureUrl, ts] = ['text', 'pictureUrl', 'ts'].map((name) => fieldOf(kept, name))
  if (typeof text !== 'string' || typeof pictureUrl !== 'string' || typeof ts !== 'number') return undefined
  const aside = fieldOf(kept, 'aside')
  return {
    text,
    pictureUrl,
    ts,
    aim: toAim(fieldOf(kept, 'aim')),
    aside: typeof aside === 'string' ? aside : '',
  }
}

function toAim(kept: unknown): DraftAim | undefined {
  const [kind, commentId] = [fieldOf(kept, 'kind'), fieldOf(kept, 'commentId')]
  if (typeof commentId === 'string' && (kind === 'reply_in_public' || kind === 'reply_in_private'))
    return { kind, commentId }
  return kind === 'note' || kind === 'reply' ? { kind } : undefined
}
