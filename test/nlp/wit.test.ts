import test from 'ava'
import * as fc from 'fast-check'
import { createWitGate } from '../../src/nlp/wit-gate.ts'
import { readWitAnswer } from '../../src/nlp/wit-reading.ts'
import { createWit, type WitFetch, type WitOptions } from '../../src/nlp/wit.ts'

const answer = { text: 'x', intents: [{ id: '1', name: 'order', confidence: 0.9 }], entities: {}, traits: {} }
const throttled = JSON.stringify({ error: "Something went wrong. We've been notified.", code: 'unknown' })
const referenceTime = Date.UTC(2026, 10, 22)

interface Asked {
  readonly url: URL
  readonly authorization: string | undefined
}

function wit(
  bodies: readonly (readonly [status: number, body: string])[],
  options: Partial<WitOptions> = {},
) {
  const asked: Asked[] = []
  const fetch: WitFetch = async (url, { headers }) => {
    const [status, body] = bodies[asked.length] ?? bodies.at(-1) ?? [200, '']
    asked.push({ url: new URL(url), authorization: headers.authorization })
    return { status, text: async () => body }
  }
  return { asked, ask: createWit({ token: 'secret', fetch, now: () => 0, ...options }).ask }
}

test('asks with token, version and context, for fewer than 280 whole characters', async (t) => {
  const { asked, ask } = wit([[200, JSON.stringify(answer)]])
  await ask({ text: `${'a'.repeat(278)}🙂🙂`, referenceTime, timezone: 'Europe/Berlin', locale: 'de_DE' })
  const [{ url, authorization } = { url: undefined, authorization: '' }] = asked
  t.is(authorization, 'Bearer secret')
  t.is(url?.pathname, '/message')
  t.is(url?.searchParams.get('v'), '20230215')
  t.is(url?.searchParams.get('q'), `${'a'.repeat(278)}🙂`)
  t.deepEqual(JSON.parse(url?.searchParams.get('context') ?? ''), {
    reference_time: '2026-11-22T00:00:00.000Z',
    timezone: 'Europe/Berlin',
    locale: 'de_DE',
  })
})

test('does not ask twice for the same text, but does for another day', async (t) => {
  const { asked, ask } = wit([[200, JSON.stringify(answer)]])
  await ask({ text: 'One Coffee', referenceTime })
  t.deepEqual(await ask({ text: 'one coffee', referenceTime }), {
    reading: { intents: [{ name: 'order', confidence: 0.9 }], entities: [] },
  })
  t.is(asked.length, 1)
  await ask({ text: 'one coffee', referenceTime: referenceTime + 86_400_000 })
  t.is(asked.length, 2)
})

test('every way of not answering has its name', async (t) => {
  const ask = async (status: number, body: string) =>
    await wit([[status, body]]).ask({ text: 'x', referenceTime })
  t.deepEqual(await ask(400, throttled), { passedOver: 'throttled' })
  t.deepEqual(await ask(429, ''), { passedOver: 'throttled' })
  t.deepEqual(await ask(401, '{"error":"Bad auth"}'), { passedOver: 'refused' })
  t.deepEqual(await ask(503, '<html>'), { passedOver: 'unavailable' })
  t.deepEqual(await ask(200, '{"error":"no"}'), { passedOver: 'refused' })
  t.deepEqual(await ask(200, '{"intents":'), { passedOver: 'malformed' })
  t.deepEqual(await ask(200, '[]'), { passedOver: 'malformed' })
  const broken = createWit({ token: 'secret', fetch: () => Promise.reject(new Error('ECONNREFUSED')) })
  t.deepEqual(await broken.ask({ text: 'x', referenceTime }), { passedOver: 'unreachable' })
})

test('is given up when the budget is spent, even where fetch does not listen', async (t) => {
  let aborted = false
  const fetch: WitFetch = (_, { signal }) => {
    signal.addEventListener('abort', () => (aborted = true))
    return new Promise(() => {})
  }
  const { ask } = createWit({ token: 'secret', fetch, budgetMs: 5 })
  t.deepEqual(await ask({ text: 'x', referenceTime }), { passedOver: 'timeout' })
  t.true(aborted)
})

test('throttling is a rest at once, and each further one is longer', async (t) => {
  let time = 0
  const { asked, ask } = wit([[400, throttled]], { now: () => time, restMs: 1000 })
  const outcome = async (text: string) => {
    const result = await ask({ text, referenceTime })
    return 'passedOver' in result ? result.passedOver : 'answered'
  }
  t.is(await outcome('a'), 'throttled')
  t.is(await outcome('b'), 'resting')
  time = 1000
  t.is(await outcome('c'), 'throttled')
  time = 2999
  t.is(await outcome('d'), 'resting')
  time = 3000
  t.is(await outcome('e'), 'throttled')
  t.is(asked.length, 3)
})

test('some failures in a row are a rest; after it one asks for all, and success ends it', (t) => {
  const gate = createWitGate({ failures: 2, restMs: 100 })
  t.is(gate.enter(0), undefined)
  gate.failed(0)
  t.is(gate.enter(0), undefined)
  gate.failed(0)
  t.is(gate.enter(99), 'resting')
  t.is(gate.enter(100), undefined)
  t.is(gate.enter(100), 'resting')
  gate.succeeded()
  t.is(gate.enter(100), undefined)
})

test('what was under way when the rest began makes it no longer, whenever it fails', (t) => {
  const gate = createWitGate({ failures: 2, restMs: 1_000 })
  for (let call = 0; call < 10; call += 1) t.is(gate.enter(0), undefined)
  for (let call = 0; call < 10; call += 1) gate.failed(1_500, { throttled: false, enteredAt: 0 })
  t.is(gate.enter(2_499), 'resting')
  t.is(gate.enter(2_500), undefined)
})

test('the call that tries after a rest is the only one until it is answered, and its failure doubles the rest', (t) => {
  const gate = createWitGate({ failures: 1, restMs: 1_000 })
  t.is(gate.enter(0), undefined)
  gate.failed(0)
  t.is(gate.enter(1_000), undefined)
  t.is(gate.enter(2_400), 'resting')
  gate.failed(2_500, { throttled: false, enteredAt: 1_000 })
  t.is(gate.enter(4_499), 'resting')
  t.is(gate.enter(4_500), undefined)
})

test('asks no more often a minute than allowed', (t) => {
  const gate = createWitGate({ perMinute: 3 })
  const enter = (now: number) => gate.enter(now)
  t.deepEqual([0, 0, 0, 0].map(enter), [undefined, undefined, undefined, 'rate_limit'])
  t.deepEqual([20_000, 20_000].map(enter), [undefined, 'rate_limit'])
})

test('reads answers since 2020', (t) => {
  t.deepEqual(
    readWitAnswer({
      intents: [
        { name: 'maybe', confidence: 0.2 },
        { name: 'book', confidence: 0.97 },
      ],
      entities: {
        'wit$datetime:pickup': [
          { body: 'tomorrow', value: '2026-11-24T00:00:00.000+01:00', type: 'value', confidence: 0.9 },
        ],
        'wit$datetime:datetime': [
          {
            body: 'next week',
            type: 'interval',
            from: { value: '2026-11-30T00:00:00.000+01:00' },
            confidence: 0.8,
          },
        ],
        'wit$amount_of_money:amount_of_money': [{ body: '5 €', value: 5, unit: '€', confidence: 0.7 }],
        'drink:drink': [{ body: 'Latte', value: 'latte', confidence: 1 }],
      },
      traits: {
        wit$sentiment: [{ value: 'positive', confidence: 0.6 }],
        wit$greetings: [{ value: 'true', confidence: 0.99 }],
      },
      detected_locales: [{ locale: 'en_XX', confidence: 0.9 }],
    }),
    {
      intents: [
        { name: 'book', confidence: 0.97 },
        { name: 'maybe', confidence: 0.2 },
        { name: 'greetings', confidence: 0.99 },
      ],
      entities: [
        { name: 'pickup', value: '2026-11-24', text: 'tomorrow', confidence: 0.9 },
        { name: 'date', value: '2026-11-30', text: 'next week', confidence: 0.8 },
        { name: 'money', value: { amount: 5, currency: 'EUR' }, text: '5 €', confidence: 0.7 },
        { name: 'drink', value: 'latte', text: 'Latte', confidence: 1 },
      ],
      sentiment: 'positive',
      language: 'en',
    },
  )
})

test('reads answers from before 2020, where all is an entity', (t) => {
  t.deepEqual(
    readWitAnswer({
      _text: 'bye, mail a@b.co',
      entities: {
        intent: [{ value: 'leave', confidence: 0.8 }],
        bye: [{ value: 'true', confidence: 0.9 }],
        email: [{ value: 'a@b.co', _body: 'a@b.co', _start: 10, _end: 16, confidence: 0.95 }],
        sentiment: [
          { value: 'negative', confidence: 0.1 },
          { value: 'neutral', confidence: 0.9 },
        ],
      },
    }),
    {
      intents: [
        { name: 'leave', confidence: 0.8 },
        { name: 'bye', confidence: 0.9 },
      ],
      entities: [{ name: 'email', value: 'a@b.co', text: 'a@b.co', confidence: 0.95 }],
      sentiment: 'neutral',
    },
  )
})

test('no answer makes the reader throw', (t) => {
  const key = fc.constantFrom(
    'entities',
    'intents',
    'traits',
    'detected_locales',
    'value',
    'confidence',
    'wit$datetime:x',
    'locale',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.anything(),
      fc.dictionary(key, tie('tree')),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }))
  fc.assert(
    fc.property(tree, (value) => {
      const reading = readWitAnswer(value)
      t.true(
        reading === undefined ||
          reading.intents.every(({ confidence }) => confidence >= 0 && confidence <= 1),
      )
    }),
  )
})
