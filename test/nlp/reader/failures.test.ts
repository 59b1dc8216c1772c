/** The table of failures: whatever the reader does, the customer's text is understood by the local provider. */
import test from 'ava'
import type { ReaderFaultName } from '../../../sandbox/reader/faults.ts'
import type { ReaderKind } from '../../../src/nlp/reader/learned-reader.ts'
import { until } from '../../helpers/until.ts'
import { say, startReading } from './started-reader.ts'

/** Of both kinds. */
const failures = {
  reset: 'unreachable',
  silent: 'timeout',
  slow: 'timeout',
  drip: 'timeout',
  cut: 'unreachable',
  'wrong-json': 'malformed',
  'wrong-shape': 'malformed',
  html: 'malformed',
  huge: 'too_long',
  redirect: 'redirected',
  unauthorized: 'refused',
  throttled: 'throttled',
  error: 'unavailable',
} as const satisfies Partial<Record<ReaderFaultName, string>>

const failuresOf: Readonly<Record<ReaderKind, Readonly<Partial<Record<ReaderFaultName, string>>>>> = {
  embeddings: {
    ...failures,
    'not-numbers': 'malformed',
    'wrong-dimension': 'malformed',
    'wrong-count': 'malformed',
    zeros: 'malformed',
  },
  llm: {
    ...failures,
    'outside-list': 'outside_list',
    'other-keys': 'malformed',
    'long-reply': 'too_long',
    'no-list': 'malformed',
  },
}

for (const kind of ['embeddings', 'llm'] as const)
  for (const [fault, reason] of Object.entries(failuresOf[kind]))
    test.serial(`${kind}, ${fault}: passed over as ${reason}, and understood locally`, async (t) => {
      // Only what never ends in time has a short budget: this machine may be busy.
      const budgetMs = reason === 'timeout' ? 1_500 : 30_000
      const { server, understand } = await startReading(t, { kind, budgetMs })
      await understand.learned
      server.faults.set(fault as ReaderFaultName, 1, { ms: fault === 'drip' ? 50 : 60_000 })
      const found = await understand(say('was kostet das'))
      t.deepEqual([found.provider, found.passedOver], ['local', [`reader: ${reason}`]])
      await until('the reader was asked', () => server.faults.counts.get(fault as ReaderFaultName) === 1)
    })

test.serial('a dead reader is unreachable', async (t) => {
  for (const kind of ['embeddings', 'llm'] as const) {
    const { server, understand } = await startReading(t, { kind })
    await understand.learned
    await server.stopListening()
    t.deepEqual((await understand(say('was kostet das'))).passedOver, ['reader: unreachable'])
  }
})

test.serial('a redirect is not followed: no text goes to another place', async (t) => {
  const { server, understand } = await startReading(t, { kind: 'llm' })
  server.faults.set('redirect', 1)
  await understand(say('was kostet das'))
  t.is(server.asked.length, 1)
})

test.serial('after 429 the reader rests as long as it asked', async (t) => {
  let time = 0
  const { server, understand } = await startReading(t, { kind: 'llm', now: () => time, openMs: 100 })
  const told = async (text: string) => (await understand(say(text))).passedOver?.[0]
  server.faults.force('throttled')
  t.is(await told('was kostet das'), 'reader: throttled')
  time = 1_999
  t.is(await told('was kostet das'), 'reader: resting')
  time = 2_000
  t.is(await told('was kostet das'), undefined)
})

test.serial('responses that have no use do not open the breaker, as the service works', async (t) => {
  const { server, understand } = await startReading(t, { kind: 'llm', openAfter: 2 })
  server.faults.set('outside-list', 1)
  for (const text of ['was kostet a', 'was kostet b', 'was kostet c'])
    t.deepEqual((await understand(say(text))).passedOver, ['reader: outside_list'])
  server.faults.clear()
  server.faults.set('error', 1)
  for (const [text, reason] of [
    ['was kostet d', 'unavailable'],
    ['was kostet e', 'unavailable'],
    ['was kostet f', 'resting'],
  ] as const)
    t.deepEqual((await understand(say(text))).passedOver, [`reader: ${reason}`])
})
