/** Asks a language model of the operator for more examples of an intent, while a storyboard is written. */
import { z } from 'zod'
import { createAskService } from '../service/ask-service.ts'
import { failureOf, type ServiceFailure, type ServiceResult } from '../service/service-result.ts'
import type { ReaderService } from '../reader/reader-service.ts'
import { toPlainText } from '../reader/plain-text.ts'

export interface SentencesWanted {
  readonly intent: string
  readonly examples: readonly string[]
  /** How many. */
  readonly count: number
  /** BCP 47. Absent: the languages of the examples. */
  readonly language?: string | undefined
}

export type Proposed = { readonly sentences: readonly string[] } | { readonly passedOver: ServiceFailure }

/** A model may think for as long as an author waits. */
const budgetMs = 60_000
const longestBytes = 262_144
const mostExamples = 20
/** A response with more is cut. */
const mostSentences = 50

/** Never throws. */
export async function proposeSentences(service: ReaderService, wanted: SentencesWanted): Promise<Proposed> {
  const ask = createAskService<readonly string[]>({ name: 'the reader', gate: service.gate, cacheSize: 1 })
  const body = toRequest(service.model, wanted)
  const result = await ask({
    budgetMs,
    async put(signal): Promise<ServiceResult<readonly string[]>> {
      const response = await service.call('/chat/completions', { body, signal, longestBytes })
      const text = await response.text()
      return failureOf(response) ?? readSentences(text)
    },
  })
  return 'reading' in result ? { sentences: result.reading } : { passedOver: result.passedOver }
}

function toRequest(model: string, { intent, examples, count, language }: SentencesWanted): object {
  return {
    model,
    temperature: 0,
    max_tokens: 2_000,
    messages: [
      { role: 'system', content: instruction },
      {
        role: 'user',
        content: JSON.stringify({
          intent,
          examples: examples.slice(0, mostExamples),
          count,
          ...(language === undefined ? {} : { language }),
        }),
      },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'sentences',
        strict: true,
        schema: {
          type: 'object',
          properties: { sentences: { type: 'array', items: { type: 'string' } } },
          required: ['sentences'],
          additionalProperties: false,
        },
      },
    },
  }
}

const instruction = [
  'You help to write a chat bot of a business. The user gives JSON: an intent, examples of messages that customers',
  'write with this intent, and how many more are wanted. Write that number of other messages with the same intent,',
  'as customers write them: short, in other words, some with a typing mistake. Write them in "language" if it is',
  'given, else in the languages of the examples. Respond with JSON only: {"sentences": ["…"]}',
].join('\n')

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
})
const list = z.strictObject({ sentences: z.array(z.string()) })

function readSentences(body: string | undefined): ServiceResult<readonly string[]> {
  if (body === undefined) return { passedOver: 'too_long' }
  const content = completion.safeParse(parse(body)).data?.choices[0]?.message.content
  const sentences = list.safeParse(parse(content ?? '')).data?.sentences
  if (sentences === undefined) return { passedOver: 'malformed' }
  return { reading: sentences.slice(0, mostSentences).map((text) => toPlainText(text, 1_000)) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
