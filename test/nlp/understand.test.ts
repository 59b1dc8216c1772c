import test from 'ava'
import type { TrainingExamples } from '../../src/domain/understanding.ts'
import { createUnderstand, type UnderstandResult } from '../../src/nlp/understand.ts'
import type { Reader } from '../../src/nlp/reader/learned-reader.ts'
import type { ServiceFetch } from '../../src/nlp/service/bounded-fetch.ts'

const examples: TrainingExamples = {
  intents: { order: ['one coffee please', 'I want a latte'], greetings: ['hello there', 'good morning'] },
  entities: [{ name: 'drink', values: { latte: [] } }],
}
const referenceTime = Date.UTC(2026, 10, 22)

function witSays(status: number, body: unknown): { readonly token: string; readonly fetch: ServiceFetch } {
  return { token: 'secret', fetch: async () => ({ status, text: async () => JSON.stringify(body) }) }
}

function askWit(name: string) {
  const wit = witSays(200, { intents: [{ name, confidence: 0.9 }], entities: {} })
  return createUnderstand({ examples, wit })({ text: 'one coffee please', referenceTime })
}

test('without an nlp block and a token the local provider understands, and the hook is called', async (t) => {
  const heard: UnderstandResult[] = []
  const clock = [1000, 1250]
  const understand = createUnderstand({
    examples,
    onResult: (answer) => heard.push(answer),
    now: () => clock.shift() ?? 0,
  })
  const { provider, intent, entities } = await understand({ text: 'I want a latte please', referenceTime })
  t.deepEqual(
    [provider, intent?.name, entities],
    ['local', 'order', [{ name: 'drink', value: 'latte', text: 'latte', confidence: 1 }]],
  )
  t.deepEqual(heard, [{ provider: 'local', seconds: 0.25, passedOver: [] }])
})

test('the understanding of Facebook is enough if it is certain of an intent of the storyboard', async (t) => {
  const understand = createUnderstand({
    examples,
    wit: { token: 'secret', fetch: () => Promise.reject(new Error('never')) },
  })
  const nlp = { entities: { greetings: [{ value: 'true', confidence: 0.98 }] } }
  t.deepEqual(await understand({ text: 'xyz latte', referenceTime, nlp }), {
    provider: 'builtin',
    version: 'messenger',
    intent: { name: 'greetings', confidence: 0.98 },
    entities: [{ name: 'drink', value: 'latte', text: 'latte', confidence: 1 }],
  })
})

test('a block that fails, is uncertain, malformed or has other intents is passed over, but its sentiment counts', async (t) => {
  const understand = createUnderstand({ examples })
  const passedOver = async (nlp: unknown) => {
    const answer = await understand({ text: 'one coffee please', referenceTime, nlp })
    t.is(answer.intent?.name, 'order')
    return [answer.passedOver?.[0], answer.sentiment]
  }
  t.deepEqual(await passedOver({ errors: [{ code: 'msg-invalid' }] }), ['builtin: error', undefined])
  t.deepEqual(await passedOver('hm'), ['builtin: malformed', undefined])
  t.deepEqual(await passedOver({ entities: {} }), ['builtin: no known intent', undefined])
  t.deepEqual(await passedOver({ intents: [{ name: 'order', confidence: 0.4 }], entities: {} }), [
    'builtin: unsure',
    undefined,
  ])
  t.deepEqual(await passedOver({ entities: { sentiment: [{ value: 'negative', confidence: 0.9 }] } }), [
    'builtin: no known intent',
    'negative',
  ])
})

test('wit.ai is asked before the local provider, and an intent that the storyboard lacks is none', async (t) => {
  const known = await askWit('greetings')
  t.deepEqual(
    [known.provider, known.version, known.intent],
    ['wit', '20230215', { name: 'greetings', confidence: 0.9 }],
  )
  const strange = await askWit('constructor')
  t.deepEqual([strange.provider, strange.intent], ['wit', undefined])
})

test('a failing wit.ai is passed over, and the reason is stored', async (t) => {
  const understand = createUnderstand({ examples, wit: witSays(500, {}) })
  const { provider, intent, passedOver } = await understand({ text: 'one coffee please', referenceTime })
  t.deepEqual([provider, intent?.name, passedOver], ['local', 'order', ['wit: unavailable']])
})

test('no provider is asked about a turn without a text', async (t) => {
  const understand = createUnderstand({ examples, wit: witSays(200, {}) })
  t.deepEqual(await understand({ text: ' \n', referenceTime }), {
    provider: 'none',
    version: '',
    entities: [],
  })
})

test('the further intents of wit.ai and of Facebook are alternatives, if the storyboard knows them', async (t) => {
  const intents = [
    { name: 'weather', confidence: 0.6 },
    { name: 'order', confidence: 0.45 },
    { name: 'greetings', confidence: 0.4 },
    { name: 'order', confidence: 0.1 },
  ]
  const wit = witSays(200, { intents, entities: {} })
  const refused = await createUnderstand({ examples, wit })({ text: 'one coffee', referenceTime })
  t.deepEqual(
    [refused.intent, refused.alternatives],
    [
      undefined,
      [
        { name: 'order', confidence: 0.45 },
        { name: 'greetings', confidence: 0.4 },
      ],
    ],
  )
  const nlp = {
    entities: {
      intent: [
        { value: 'greetings', confidence: 0.9 },
        { value: 'order', confidence: 0.08 },
      ],
    },
  }
  const sure = await createUnderstand({ examples })({ text: 'one coffee', referenceTime, nlp })
  t.deepEqual(
    [sure.intent, sure.alternatives],
    [{ name: 'greetings', confidence: 0.9 }, [{ name: 'order', confidence: 0.08 }]],
  )
})

/** A reader that notes how long it may take, and finds the intent `hello`. */
function stubReader(leftMs: number[]): Reader {
  return {
    kind: 'llm',
    learn: () => ({
      version: 'tiny 1',
      learned: Promise.resolve(),
      close: () => undefined,
      async ask(question) {
        leftMs.push(question.leftMs)
        return { reading: { intent: { name: 'greetings', confidence: 0.9 } } }
      },
    }),
  }
}

test('a reader is asked after wit.ai, and both together take 2 s at most', async (t) => {
  const leftMs: number[] = []
  const ask = async (afterWit: number) => {
    const clock = [0, 0, afterWit, afterWit]
    const understand = createUnderstand({
      examples,
      wit: witSays(500, {}),
      reader: stubReader(leftMs),
      now: () => clock.shift() ?? 0,
    })
    const { provider, version, intent, entities, passedOver } = await understand({
      text: 'latte xyz',
      referenceTime,
    })
    return { provider, version, intent, entities: entities.map(({ name }) => name), passedOver }
  }
  t.deepEqual(await ask(1_500), {
    provider: 'reader',
    version: 'tiny 1',
    intent: { name: 'greetings', confidence: 0.9 },
    entities: ['drink'],
    passedOver: ['wit: unavailable'],
  })
  t.deepEqual((await ask(2_000)).passedOver, ['wit: unavailable', 'reader: no_time'])
  t.deepEqual(leftMs, [500])
})

test('a text in a language without examples is strange no more where the reader finds its intent', async (t) => {
  const text = 'Здравствуйте, когда вы открыты завтра утром'
  const alone = await createUnderstand({ examples })({ text, referenceTime })
  const both = await createUnderstand({ examples, reader: stubReader([]) })({ text, referenceTime })
  t.deepEqual([alone.otherLanguage, both.otherLanguage, both.intent?.name], ['ru', undefined, 'greetings'])
})

test('a reader is not asked where Facebook or wit.ai understood', async (t) => {
  const leftMs: number[] = []
  const reader = stubReader(leftMs)
  const nlp = { entities: { greetings: [{ value: 'true', confidence: 0.98 }] } }
  const byBuiltin = await createUnderstand({ examples, reader })({ text: 'xyz', referenceTime, nlp })
  const wit = witSays(200, { intents: [{ name: 'order', confidence: 0.9 }], entities: {} })
  const byWit = await createUnderstand({ examples, wit, reader })({ text: 'xyz', referenceTime })
  t.deepEqual([byBuiltin.provider, byWit.provider, leftMs], ['builtin', 'wit', []])
})
