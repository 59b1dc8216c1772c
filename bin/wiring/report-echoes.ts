/**
 * Tells the operator of echoes that Pagebeat does not believe, and of messages that a customer got twice. Counts the
 * outcomes of turns.
 */
import type { EchoFinding, ForeignReason } from '../../src/domain/own-echo.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { countOutcome } from '../../src/telemetry/count-replies.ts'
import { metrics } from '../../src/telemetry/metrics.ts'

const logAgainMs = 10 * 60_000

export function createEchoReport({
  log,
  uptime = () => performance.now(),
}: {
  readonly log: Pick<Logger, 'warn' | 'error'>
  readonly uptime?: () => number
}): (found: readonly EchoFinding[]) => void {
  const logged = new Map<ForeignReason, number>()

  function reportForeign(reason: ForeignReason, page: string): void {
    metrics.foreignEchoes.inc({ reason })
    const last = logged.get(reason) ?? -Infinity
    if (uptime() - last < logAgainMs) return
    logged.set(reason, uptime())
    log.warn({ page, reason }, sayings[reason])
  }

  return function reportEchoes(found) {
    for (const finding of found) {
      if (finding.is === 'outcome') countOutcome(finding.outcome)
      else if (finding.is === 'foreign') reportForeign(finding.reason, finding.pageId)
      else {
        metrics.secondCopies.inc()
        log.error({ page: finding.pageId, outbound: finding.outboundId }, 'a customer got a message twice')
      }
    }
  }
}

const another =
  'an echo is not of a message that this installation sent: does another one send for this Page?'

const sayings: Readonly<Record<ForeignReason, string>> = {
  row: another,
  page: another,
  customer: another,
  mark: another,
  app: 'the echo of a message that this installation sent names another app: check FACEBOOK_APP_ID',
}
