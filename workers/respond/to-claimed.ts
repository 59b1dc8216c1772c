/** The first message of a reply, as the worker that committed the reply sends it. */
import type { OpenTurn } from '../../src/db/conversation/turn-row.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import type { Claimed } from './send-next.ts'

interface Claim extends Pick<Claimed, 'id' | 'echoMark' | 'claimedAt' | 'expiresTs' | 'rest'> {
  readonly nowMs: number
}

/** The row as `commitDecision` wrote it. */
export function toClaimed(
  action: OutboundAction,
  { id: turnId, conversationId, channel, pageId, psid, pId, kind, mid }: OpenTurn,
  { id, echoMark, nowMs, claimedAt, expiresTs, rest }: Claim,
): Claimed {
  return {
    ...action,
    id,
    turnId,
    step: 0,
    conversationId,
    channel,
    pageId,
    psid,
    pId,
    state: 'sending',
    reason: undefined,
    expiresTs,
    attempts: 1,
    claimedTs: nowMs,
    claimedAt,
    echoMark,
    rest,
    cause: { kind, ...(mid === undefined ? {} : { mid }) },
    shownTs: undefined,
    listLagMs: undefined,
    unclearTs: undefined,
    platformId: undefined,
    createdTs: nowMs,
  }
}
