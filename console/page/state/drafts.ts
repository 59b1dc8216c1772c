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
  const isEmpty = draft.text.trim() === '' && draft.pictureUrl === ''
  return writeStored(nameOf(userId, conversationId), isEmpty ? undefined : draft)
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
  return { text, pictureUrl, ts, aim: toAim(fieldOf(kept, 'aim')) }
}

function toAim(kept: unknown): DraftAim | undefined {
  const [kind, commentId] = [fieldOf(kept, 'kind'), fieldOf(kept, 'commentId')]
  if (typeof commentId === 'string' && (kind === 'reply_in_public' || kind === 'reply_in_private'))
    return { kind, commentId }
  return kind === 'note' || kind === 'reply' ? { kind } : undefined
}
