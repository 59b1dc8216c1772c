import test from 'ava'
import * as fc from 'fast-check'
import { readWitResponse } from '../../src/nlp/wit-reading.ts'
import type { ServiceFetch } from '../../src/nlp/service/bounded-fetch.ts'
import { createWit, type WitOptions } from '../../src/nlp/wit.ts'

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
  const fetch: ServiceFetch = async (url, { headers }) => {
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
    reference_time: '2026-11-22T01:00:00+01:00',
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

test('sends the local time of the customer with its offset, and asks again on another day there', async (t) => {
  const at = Date.UTC(2026, 10, 23, 3)
  const told = async (timezone: string | undefined) => {
    const { asked, ask } = wit([[200, JSON.stringify(answer)]])
    await ask({ text: 'tomorrow', referenceTime: at, ...(timezone === undefined ? {} : { timezone }) })
    return JSON.parse(asked[0]?.url.searchParams.get('context') ?? '')
  }
  for (const [timezone, time] of [
    ['-7', '2026-11-22T20:00:00-07:00'],
    ['5.5', '2026-11-23T08:30:00+05:30'],
    ['0', '2026-11-23T03:00:00+00:00'],
    ['America/Los_Angeles', '2026-11-22T19:00:00-08:00'],
    ['Asia/Kathmandu', '2026-11-23T08:45:00+05:45'],
    ['UTC', '2026-11-23T03:00:00+00:00'],
    ['Mars/Olympus', '2026-11-23T03:00:00Z'],
    ['99', '2026-11-23T03:00:00Z'],
    [undefined, '2026-11-23T03:00:00Z'],
  ] as const)
    t.deepEqual(await told(timezone), { reference_time: time }, timezone)

  const { asked, ask } = wit([[200, JSON.stringify(answer)]])
  const hourMs = 3_600_000
  // Midnight in Denver is at seven in UTC.
  for (const hours of [0, 1, 3.99, 4, 5, 21])
    await ask({ text: 'tomorrow', referenceTime: at + hours * hourMs, timezone: '-7' })
  t.is(asked.length, 2)
})

test('every failure has its name', async (t) => {
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

test('the call ends when its time budget is spent, even if fetch ignores the signal', async (t) => {
  let aborted = false
  const fetch: ServiceFetch = (_, { signal }) => {
    signal.addEventListener('abort', () => (aborted = true))
    return new Promise(() => {})
  }
  const { ask } = createWit({ token: 'secret', fetch, budgetMs: 5 })
  t.deepEqual(await ask({ text: 'x', referenceTime }), { passedOver: 'timeout' })
  t.true(aborted)
})

test('a throttled call opens the breaker at once, and each further one for longer', async (t) => {
  let time = 0
  const { asked, ask } = wit([[400, throttled]], { now: () => time, openMs: 1_000 })
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

test('reads responses since 2020', (t) => {
  t.deepEqual(
    readWitResponse({
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

test('reads responses from before 2020, where everything is an entity', (t) => {
  t.deepEqual(
    readWitResponse({
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

test('no response makes the reader throw', (t) => {
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
      const reading = readWitResponse(value)
      t.true(
        reading === undefined ||
          reading.intents.every(({ confidence }) => confidence >= 0 && confidence <= 1),
      )
    }),
  )
})
