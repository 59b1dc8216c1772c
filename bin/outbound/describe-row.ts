/** Whether an outbound message is sent, will be sent or may be sent, and what an operator can do. */
import type { OutboundRow } from '../../src/db/conversation/outbound.ts'
import type { AgentVerdict } from '../../src/domain/agent-policy.ts'
import type { Verdict } from '../../src/domain/policy.ts'
import type { CurrentPause } from '../../src/facebook/page-check/current-pause.ts'

export interface RowFacts {
  /** The policy now, for a row that is resent with the time that this gives. */
  readonly verdict: Verdict | AgentVerdict
  /** Of the Page's calls. */
  readonly pause: CurrentPause | undefined
}

/** Sentences for the terminal. */
export function describeRow(row: OutboundRow, { verdict, pause }: RowFacts): string[] {
  switch (row.state) {
    case 'sent':
      return ['Facebook has it.']
    case 'sending':
      return ['A worker is sending it now.']
    case 'unknown':
      return ['Nobody knows yet whether Facebook has it. Pagebeat is looking it up.']
    case 'pending':
      return verdict.allowed ? describeWait(row, pause) : [verdict.say]
    case 'scheduled':
      return [
        'A follow-up: Pagebeat sends it when its time comes, unless the customer or an agent writes before.',
      ]
    case 'skipped':
      return ['It is not sent: an earlier part of the reply ended otherwise than this part needs.']
    case 'held':
      return [...describeHeld(row), ...describeResend(row, { verdict, pause })]
    case 'failed':
    case 'expired':
    case 'suppressed':
      return describeResend(row, { verdict, pause })
  }
}

function describeHeld({ unclearTs, reason }: OutboundRow): string[] {
  if (unclearTs === undefined || reason === undefined || reason === 'outcome_unclear') return []
  return [`Its first call may have taken effect: the response was lost. It was not repeated: ${reason}.`]
}

function describeResend(row: OutboundRow, { verdict, pause }: RowFacts): string[] {
  return verdict.allowed
    ? [`\`pagebeat outbound resend ${row.id}\` sends it.`, ...describePause(row, pause)]
    : [verdict.say]
}

function describeWait(row: OutboundRow, pause: CurrentPause | undefined): string[] {
  const end = `Pagebeat sends it by itself until ${new Date(row.expiresTs).toISOString()}.`
  if (pause !== undefined) return [...describePause(row, pause), end]
  if (row.reason === 'token')
    return [`It waits for an access token: \`pagebeat page token ${row.pageId}\`.`, end]
  if (row.reason !== undefined) return [`It waits (${row.reason}).`, end]
  return ['It waits for a worker.', end]
}

function describePause({ pageId }: OutboundRow, pause: CurrentPause | undefined): string[] {
  if (pause === undefined) return []
  const says = `It waits: calls of Page ${pageId} are paused until ${pause.until.toISOString()} (${pause.reason}).`
  return pause.reason === 'token'
    ? [says, `Give the Page a new token: \`pagebeat page token ${pageId}\`.`]
    : [says]
}
