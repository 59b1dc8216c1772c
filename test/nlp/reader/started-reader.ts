import type { ExecutionContext } from 'ava'
import { startReader } from '../../../sandbox/reader/server.ts'
import type { TrainingExamples, Utterance } from '../../../src/domain/understanding.ts'
import { createReader, type ReaderOptions } from '../../../src/nlp/reader/create-reader.ts'
import type { ReaderKind } from '../../../src/nlp/reader/learned-reader.ts'
import { createUnderstand } from '../../../src/nlp/understand.ts'

export const examples: TrainingExamples = {
  intents: {
    hours: ['when are you open', 'opening hours please', 'are you open on sunday', 'what time do you close'],
    order: ['where is my order', 'track my parcel', 'has my order been sent', 'status of my order'],
    price: ['how much is a latte', 'what does it cost', 'price of the beans', 'is there a discount'],
    human: ['I want to talk to a human', 'give me a human', 'can one of you call me', 'agent please'],
    greeting: ['hello', 'hi there', 'good morning', 'hey'],
  },
  none: ['the weather is fine', 'I like trains', 'what a game that was'],
}

/** Texts that share no word with the examples, and what they mean. */
export const strange: Readonly<Record<string, string>> = {
  'wann macht ihr auf': 'hours',
  'wo bleibt das Paket': 'order',
  'was kostet das': 'price',
  'quiero hablar con alguien': 'human',
}

/** What a customer refuses is near what customers want: vectors hardly tell them apart. */
const refused: Readonly<Record<string, string>> = {
  'I do not want to talk to a human': 'human',
  'ich will das Paket nicht': 'order',
}

const meanings = new Map([
  ...Object.entries(examples.intents).flatMap(([intent, texts]) =>
    texts.map((text) => [text, intent] as const),
  ),
  ...Object.entries(strange),
  ...Object.entries(refused),
])

/** A simulated reader, and an understanding that asks it. Both end with the test. */
export async function startReading(
  t: ExecutionContext,
  { kind, ...options }: { readonly kind: ReaderKind } & Partial<ReaderOptions>,
) {
  const server = await startReader({ token: 'R1', meaningOf: (text) => meanings.get(text) })
  const reader = createReader({
    url: server.url,
    kind,
    model: 'tiny',
    token: 'R1',
    budgetMs: 5_000,
    ...options,
  })
  const understand = createUnderstand({ examples, reader })
  t.teardown(async () => {
    understand.close()
    await server.close()
  })
  return { server, reader, understand }
}

export function say(text: string): Utterance {
  return { text, referenceTime: 0 }
}
