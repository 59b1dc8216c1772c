import test from 'ava'
import {
  countOutcome,
  countReplied,
  countSettled,
  countTurn,
  countUnderstood,
} from '../../src/telemetry/count-replies.ts'
import { registry } from '../../src/telemetry/metrics.ts'

/** The samples of one metric that are not 0, by labels. */
async function valuesOf(name: string): Promise<Readonly<Record<string, number>>> {
  const found = (await registry.getMetricsAsJSON()).find((metric) => metric.name === name)
  const values = (found?.values ?? []) as readonly {
    readonly value: number
    readonly labels: Readonly<Record<string, string | number>>
    readonly metricName?: string
  }[]
  return Object.fromEntries(
    values
      .filter(({ value, metricName = '' }) => value !== 0 && !/_(bucket|sum)$/.test(metricName))
      .map(({ value, labels }) => [Object.values(labels).join(' '), value]),
  )
}

test.serial(
  'a reply is counted once, with its first message, and only if the customer can read it',
  async (t) => {
    const causedTs = Date.now() + 3_600_000 // a clock that is ahead counts as no wait
    for (const step of [0, 1, 2]) countReplied({ action: { do: 'say' }, step, causedTs })
    countReplied({ action: { do: 'like' }, step: 0, causedTs })
    countReplied({ action: { do: 'comment' }, step: 0, causedTs })
    t.deepEqual(await valuesOf('pagebeat_reply_seconds'), { '': 2 })
  },
)

test.serial('a text that got a reply before it was understood is counted, a tap is not', async (t) => {
  const understanding = { provider: 'local' }
  countTurn({ kind: 'message', text: 'hello', understanding: undefined }, 'waiting')
  countTurn({ kind: 'message', text: 'hello', understanding }, 'waiting')
  countTurn({ kind: 'message', text: 'hello', understanding: undefined }, 'too_late')
  countTurn({ kind: 'postback', payload: 'MENU', text: 'Menu', understanding: undefined }, 'waiting')
  t.deepEqual(await valuesOf('pagebeat_turns_not_understood_in_time_total'), { '': 1 })
  t.deepEqual(await valuesOf('pagebeat_turns_total'), { too_late: 1 })
})

test.serial('a turn with a reply is counted when the reply is settled', async (t) => {
  for (const outcome of ['waiting', 'answered', 'partly_failed'] as const) countOutcome(outcome)
  t.deepEqual(await valuesOf('pagebeat_turns_total'), { too_late: 1, answered: 1, partly_failed: 1 })
})

test.serial(
  'counts the provider that understood, and the providers that were passed over with the reason',
  async (t) => {
    countUnderstood({ provider: 'wit', seconds: 0.1 })
    countUnderstood({ provider: 'local', seconds: 1.5, passedOver: ['wit: timeout'] })
    countUnderstood({ provider: 'local', seconds: 0, passedOver: ['wit: resting'] })
    t.deepEqual(await valuesOf('pagebeat_understand_seconds'), { wit: 1, local: 2 })
    t.deepEqual(await valuesOf('pagebeat_nlp_passed_over_total'), { 'wit: timeout': 1, 'wit: resting': 1 })
  },
)

test.serial('the time of a send counts under its old name too, for one release', async (t) => {
  const row = { action: { do: 'say' }, createdTs: Date.now() + 3_600_000 }
  countSettled(row, { to: 'failed' })
  countSettled(row, { to: 'sent' })
  t.deepEqual(await valuesOf('pagebeat_send_seconds'), { '': 1 })
  t.deepEqual(await valuesOf('pagebeat_answer_seconds'), { '': 1 })
  t.deepEqual(await valuesOf('pagebeat_outbound_total'), { 'say failed': 1, 'say sent': 1 })
})
