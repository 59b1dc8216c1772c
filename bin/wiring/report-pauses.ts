/** Tells the operator, at once, that calls of a Page are paused. The calls after it are refused without a line. */
import type { PageId } from '../../src/domain/ids.ts'
import type { PagePause, PauseReason } from '../../src/domain/page-pause.ts'
import type { PageGate } from '../../src/facebook/graph/page-gate.ts'
import type { Logger } from '../../src/telemetry/log.ts'

type Pausing = Pick<PageGate, 'pause'>

/** The same gate. Each pause that it stores is logged. */
export function reportPauses<Gate extends Pausing>(
  gate: Gate,
  { log }: { readonly log: Pick<Logger, 'error' | 'warn'> },
): Gate {
  return {
    ...gate,
    async pause(pageId: PageId, pause: PagePause) {
      const { level, says } = lines[pause.reason]
      const until = new Date(pause.untilMs).toISOString()
      log[level]({ page: pageId, reason: pause.reason, until }, says)
      await gate.pause(pageId, pause)
    },
  }
}

const lines: Readonly<Record<PauseReason, { readonly level: 'error' | 'warn'; readonly says: string }>> = {
  token: {
    level: 'error',
    says: 'Facebook refuses the access token of this Page: its messages wait until `pagebeat page token`',
  },
  policy_block: {
    level: 'error',
    says: 'Facebook blocks this Page for a breach of its policy: its messages wait',
  },
  throttled: { level: 'warn', says: 'Facebook allows no more calls of this Page for now: its messages wait' },
  near_limit: { level: 'warn', says: 'this Page has used up its calls for now: its messages wait' },
}
