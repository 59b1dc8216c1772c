import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'ava'
import { parseLabelled, toTrainingExamples } from '../../../src/nlp/eval/labelled-csv.ts'
import { createReader } from '../../../src/nlp/reader/create-reader.ts'
import type { LearnReport } from '../../../src/nlp/reader/learn-report.ts'
import type { ReaderStore } from '../../../src/nlp/reader/reader-store.ts'
import { createUnderstand } from '../../../src/nlp/understand.ts'
import { examples, say, startReading, strange } from './started-reader.ts'

function openStore(): ReaderStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>()
  return {
    kept,
    find: async (keys) => keys.map((key) => kept.get(key)),
    keep: async (entries) => entries.forEach((bytes, key) => kept.set(key, bytes)),
  }
}

test('vectors of the same meaning find the intent of a text whose words no example has', async (t) => {
  const { understand } = await startReading(t, { kind: 'embeddings' })
  await understand.learned
  for (const [text, intent] of Object.entries(strange)) {
    const found = await understand(say(text))
    t.deepEqual([found.provider, found.intent?.name, found.passedOver], ['reader', intent, undefined], text)
    t.regex(found.version, /^tiny [0-9a-f]{16}$/)
  }
  const stranger = await understand(say('mein Hund heißt Bello'))
  t.deepEqual([stranger.provider, stranger.intent], ['reader', undefined])
})

test('until the examples are read the local provider understands, and says so', async (t) => {
  const { server, understand } = await startReading(t, { kind: 'embeddings' })
  const found = await understand(say('where is my order'))
  t.deepEqual(
    [found.provider, found.intent?.name, found.passedOver],
    ['local', 'order', ['reader: learning']],
  )
  await understand.learned
  t.deepEqual(
    server.asked.map((texts) => texts.length),
    [23],
  )
})

test('a restart makes no vector again, and a changed storyboard only the new ones', async (t) => {
  const reports: LearnReport[] = []
  const store = openStore()
  const { server, reader, understand } = await startReading(t, {
    kind: 'embeddings',
    store,
    onLearned: (report) => reports.push(report),
  })
  await understand.learned
  await createUnderstand({ examples, reader }).learned
  const { hours = [], ...others } = examples.intents
  const intents = { ...others, hours: [...hours, 'open at night'] }
  await createUnderstand({ examples: { ...examples, intents }, reader }).learned
  t.deepEqual(
    reports.map(({ examples: count, embedded }) => [count, embedded]),
    [
      [23, 23],
      [23, 0],
      [24, 1],
    ],
  )
  t.deepEqual(
    server.asked.map((texts) => texts.length),
    [23, 1, 1, 1],
    'each restart asks for one kept vector, to see that the model is the same',
  )
  t.is(reports[0]?.weight, reports[1]?.weight)
})

const fails = () => Promise.reject(new Error('Redis is gone'))

test('kept bytes that are damaged, and a store that fails, make nothing worse than slow', async (t) => {
  const store = openStore()
  const { server, reader, understand } = await startReading(t, { kind: 'embeddings', store })
  await understand.learned
  for (const key of store.kept.keys()) store.kept.set(key, Buffer.from('no vector'))
  await createUnderstand({ examples, reader }).learned
  t.deepEqual(
    server.asked.map((texts) => texts.length),
    [23, 23],
  )

  const again = await startReading(t, { kind: 'embeddings', store: { find: fails, keep: fails } })
  await again.understand.learned
  t.is((await again.understand(say('was kostet das'))).intent?.name, 'price')
})

test('vectors that say nothing change nothing: the reader is not asked', async (t) => {
  const reports: LearnReport[] = []
  for (const toVector of [
    (text: string) => Array.from({ length: 6 }, (_, at) => text.charCodeAt(at % text.length) % 7),
    () => [1, 2, 3, 4, 5, 6],
  ]) {
    let calls = 0
    const { understand } = await startReading(t, {
      kind: 'embeddings',
      onLearned: (report) => reports.push(report),
      fetch: async (_, { body = '' }) => {
        calls++
        const { input }: { readonly input: readonly string[] } = JSON.parse(body)
        const data = input.map((text, index) => ({ index, embedding: toVector(text) }))
        return { status: 200, text: async () => JSON.stringify({ data }) }
      },
    })
    await understand.learned
    const found = await understand(say('where is my order'))
    t.deepEqual(
      [found.provider, found.intent?.name, found.passedOver],
      ['local', 'order', ['reader: no_gain']],
    )
    t.is(calls, 1)
  }
  t.deepEqual(
    reports.map(({ weight }) => weight),
    [0, 0],
  )
})

test('a service that is down while the examples are read is used when it is back', async (t) => {
  const { server, understand } = await startReading(t, { kind: 'embeddings', openAfter: 100 })
  t.is((await understand(say('hello'))).passedOver?.[0], 'reader: learning')
  server.faults.force('error', 1)
  await understand.learned
  t.is((await understand(say('was kostet das'))).provider, 'reader')
})

test('the same text is embedded once, whatever its case', async (t) => {
  const { server, understand } = await startReading(t, { kind: 'embeddings' })
  await understand.learned
  const before = server.asked.length
  await understand(say('was kostet das'))
  await understand(say('Was kostet das'))
  t.is(server.asked.length - before, 1)
})

for (const corpus of ['coffee', 'helpdesk', 'salon', 'transit'])
  test(`vectors by chance have no weight beside the local provider: ${corpus}`, async (t) => {
    const csv = readFileSync(new URL(`../corpora/${corpus}-train.csv`, import.meta.url), 'utf8')
    const weights: number[] = []
    for (const seed of ['one', 'two']) {
      const reader = createReader({
        url: 'http://localhost/v1',
        kind: 'embeddings',
        model: seed,
        onLearned: ({ weight }) => weights.push(weight),
        fetch: async (_, { body = '' }) => {
          const { input }: { readonly input: readonly string[] } = JSON.parse(body)
          const data = input.map((text, index) => ({ index, embedding: byChance(seed + text) }))
          return { status: 200, text: async () => JSON.stringify({ data }) }
        },
      })
      await createUnderstand({ examples: toTrainingExamples(parseLabelled(csv, corpus)), reader }).learned
    }
    t.deepEqual(weights, [0, 0])
  })

function byChance(seed: string): readonly number[] {
  return [...createHash('sha512').update(seed).digest()].map((byte) => byte / 127.5 - 1)
}

test('another model under the same name makes all vectors again', async (t) => {
  const embedded: number[] = []
  const store = openStore()
  for (const numbers of [64, 64, 32]) {
    const reader = createReader({
      url: 'http://localhost/v1',
      kind: 'embeddings',
      model: 'tiny',
      store,
      onLearned: (report) => embedded.push(report.embedded),
      fetch: async (_, { body = '' }) => {
        const { input }: { readonly input: readonly string[] } = JSON.parse(body)
        const data = input.map((text, index) => ({ index, embedding: byChance(text).slice(0, numbers) }))
        return { status: 200, text: async () => JSON.stringify({ data }) }
      },
    })
    await createUnderstand({ examples, reader }).learned
  }
  t.deepEqual(embedded, [23, 0, 23])
})

test('vectors do not bring back what the customer refuses', async (t) => {
  const { understand } = await startReading(t, { kind: 'embeddings' })
  await understand.learned
  for (const text of ['I do not want to talk to a human', 'ich will das Paket nicht']) {
    const found = await understand(say(text))
    t.deepEqual([found.provider, found.intent], ['reader', undefined], text)
  }
})

test('a mistake while the examples are read is told, and the local provider goes on', async (t) => {
  const told: unknown[] = []
  const { understand } = await startReading(t, {
    kind: 'embeddings',
    onLearned() {
      throw new TypeError('a mistake')
    },
    onTrouble: (reason, cause) => told.push(reason, String(cause)),
  })
  await understand.learned
  t.deepEqual(told, ['failed', 'TypeError: a mistake'])
  t.is((await understand(say('where is my order'))).intent?.name, 'order')
})
