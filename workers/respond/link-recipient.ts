/** Facebook's response to a private reply contains a Messenger id. It belongs to the customer who wrote the comment. */
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import type { Psid } from '../../src/domain/ids.ts'
import { toRecipientLink } from '../../src/domain/recipient-link.ts'
import type { OutboundRow } from '../../src/db/conversation/outbound.ts'
import { anonymousProfileId } from '../../src/domain/event-key.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import type { Claimed, Sent } from './send-next.ts'

export interface LinkRecipientDeps {
  readonly send: (row: Claimed) => Promise<Sent & { readonly recipientId?: Psid | undefined }>
  /** Stores that the ids belong to one customer. */
  readonly link: (links: readonly IdentityLink[]) => Promise<void>
  readonly log: Pick<Logger, 'warn'>
}

/**
 * Sends, and links an id that differs from the row's own. If the link fails, the send does not: the message has left.
 */
export function linkRecipient({ send, link, log }: LinkRecipientDeps): (row: Claimed) => Promise<Sent> {
  return async function sendAndLink(row) {
    const { recipientId, ...sent } = await send(row)
    if (recipientId !== undefined && isNew(recipientId, row))
      await link(linksOf(row, recipientId)).catch(() =>
        log.warn({ page: row.pageId }, 'cannot store the Messenger id in the response to a private reply'),
      )
    return sent
  }
}

function linksOf({ id, pageId, psid, claimedTs }: Claimed, recipient: Psid): IdentityLink[] {
  return toRecipientLink({ outboundId: id, pageId, commenter: psid, recipient, ts: claimedTs })
}

function isNew(recipientId: Psid, { psid, pId }: Pick<OutboundRow, 'psid' | 'pId'>): boolean {
  return recipientId !== psid && pId !== anonymousProfileId && !psid.startsWith('comment:')
}
