import type { ExecutionContext } from 'ava'
import { startReader } from '../../../sandbox/reader/server.ts'
import type { TrainingExamples, Utterance } from '../../../src/domain/understanding.ts'
import { createReader, type ReaderOptions } from '../../../src/nlp/reader/create-reader.ts'
import type { ReaderKind } from '../../../src/nlp/reader/learned-reader.ts'
import { createUnderstand } from '../../../src/nlp/understand.ts'

/** Examples of an intent share few words and meanings, so the local provider does not know one from the others. */
export const examples: TrainingExamples = {
  intents: {
    hours: ['when are you open', 'are you there on sunday', 'until nine, or ten?', 'the door was locked'],
    order: ['where is my order', 'track my parcel', 'it did not come', 'has the box left'],
    price: ['how much is a latte', 'what does it cost', 'do I owe you twenty', 'is there a discount'],
    human: ['I want to talk to a human', 'no robots', 'can one of you call me', 'agent please'],
    greeting: ['hello', 'nice to meet you', 'good morning', 'here I am again'],
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
