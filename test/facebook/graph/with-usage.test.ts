import test from 'ava'
import type { GraphUsage } from '../../../src/domain/graph-fault.ts'
import { GraphRejectedError } from '../../../src/errors.ts'
import { everyPage, type UsageGate } from '../../../src/facebook/graph/page-gate.ts'
import { withUsage } from '../../../src/facebook/graph/with-usage.ts'
import { read, stubCall } from './stub-call.ts'

const now = 1_000_000

const told: readonly (readonly [usage: GraphUsage, told: readonly unknown[]])[] = [
  [{ page: 79 }, []],
  [{ page: 80 }, [['slow', '1001', { betweenMs: 250, untilMs: now + 60_000 }]]],
  [{ page: 99 }, [['slow', '1001', { betweenMs: 5_000, untilMs: now + 60_000 }]]],
  [{ page: 100 }, [['pause', '1001', { untilMs: now + 300_000, reason: 'near_limit' }]]],
  [
    { page: 3, regainAccessMs: 120_000 },
    [['pause', '1001', { untilMs: now + 120_000, reason: 'near_limit' }]],
  ],
  [{ app: 90, page: 1 }, [['slow', everyPage, { betweenMs: 2_750, untilMs: now + 60_000 }]]],
  [{ app: 100 }, [['pause', everyPage, { untilMs: now + 300_000, reason: 'near_limit' }]]],
]

for (const [usage, expected] of told)
  test(`usage of ${JSON.stringify(usage)} is told to the gate, by a response and by an error`, async (t) => {
    const heard: unknown[] = []
    const gate: UsageGate = {
      pause: async (...args) => void heard.push(['pause', ...args]),
      slow: async (...args) => void heard.push(['slow', ...args]),
    }
    const error = new GraphRejectedError({ reason: 'graph_error', meaning: 'parameter', usage })
    const call = withUsage(
      stubCall(async () => ({ body: {}, usage }), error),
      { gate, now: () => now },
    )
    await call(read)
    await t.throwsAsync(call(read), { is: error })
    t.deepEqual(heard, [...expected, ...expected])
  })

for (const [usage, betweenMs, forMs] of [
  [{ page: 80 }, 250, 60_000],
  [{ page: 100 }, 300_000, 300_000],
  [{ page: 3, regainAccessMs: 120_000 }, 120_000, 120_000],
] as const)
  test(`usage of ${JSON.stringify(usage)} by a call of the feed slows the feed alone`, async (t) => {
    const heard: unknown[] = []
    const gate: UsageGate = {
      pause: async (...args) => void heard.push(['pause', ...args]),
      slow: async (...args) => void heard.push(['slow', ...args]),
    }
    const call = withUsage(
      stubCall(async () => ({ body: {}, usage })),
      { gate, now: () => now },
    )
    await call({ ...read, lane: 'comments' })
    t.deepEqual(heard, [['slow', '1001:feed', { betweenMs, untilMs: now + forMs }]])
  })
