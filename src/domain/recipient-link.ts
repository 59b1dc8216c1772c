import type { IdentityLink } from './identity-link.ts'
import type { PageId } from './ids.ts'

export interface RecipientFact {
  /** The private reply. */
  readonly outboundId: string
  readonly pageId: PageId
  /** The id of the customer who wrote the comment. */
  readonly commenter: string
  /** The Messenger id that got the reply. */
  readonly recipient: string
  /** The claim of the private reply, ms: its echo tells the same. */
  readonly ts: number
}

/**
 * Facebook sent a private reply to the customer who wrote the comment, so both ids are theirs. The response of the call
 * and its echo tell the same. No link: the ids are equal, or Facebook does not tell who wrote the comment.
 */
export function toRecipientLink({
  outboundId,
  pageId,
  commenter,
  recipient,
  ts,
}: RecipientFact): IdentityLink[] {
  if (commenter === recipient || commenter.startsWith('comment:')) return []
  return [
    {
      a: { kind: 'facebook', value: commenter },
      b: { kind: 'facebook', value: recipient },
      evidence: 'private_reply',
      strength: 'verified',
      source: { kind: 'outbound', id: outboundId },
      ts,
      pageId,
    },
  ]
}
