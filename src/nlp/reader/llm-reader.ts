/**
 * A reader of the kind `llm`: where the local provider is unsure, a language model chooses one intent of a closed list.
 * The customer's text is data for it. Whatever the text says, the result is an intent of the list, or none.
 */
import type { TrainingExamples, Understanding } from '../../domain/understanding.ts'
import { normalise } from '../local/normalise.ts'
import { createAskService } from '../service/ask-service.ts'
import { failureOf, type ServiceResult } from '../service/service-result.ts'
import { readLlmResponse } from './llm-response.ts'
import { toInstruction, toRequest } from './llm-request.ts'
import { toPlainText } from './plain-text.ts'
import type { LearnedReader, Reader, ReaderReading } from './learned-reader.ts'
import type { ReaderService } from './reader-service.ts'

interface Choice {
  /** Undefined: none of the list. */
  readonly intent: string | undefined
}

const longestText = 1_000
const longestBytes = 65_536
/** An API's list of values has an end. */
const mostIntents = 500
/** An intent of more confidence, and with this lead over the next one, needs no second opinion. */
const sure = 0.7
const sureLead = 0.3
/** A model tells no probability. It may be wrong, and more often where it contradicts the local provider. */
const confidence = { agreed: 0.9, alone: 0.75 }

export function createLlmReader(service: ReaderService, { budgetMs }: { readonly budgetMs: number }): Reader {
  const { model, gate, call } = service
  const ask = createAskService<Choice>({ name: 'the reader', gate, cacheSize: 1_000 })

  function learn(examples: TrainingExamples, local: { readonly version: string }): LearnedReader {
    const intents = Object.keys(examples.intents)
    const instruction = toInstruction(examples)

    async function put(text: string, signal: AbortSignal): Promise<ServiceResult<Choice>> {
      const body = toRequest({ model, instruction, intents, text })
      const response = await call('/chat/completions', { body, signal, longestBytes })
      const content = await response.text()
      return failureOf(response) ?? readLlmResponse(content, intents)
    }

    return {
      version: `${model} ${local.version}`,
      learned: Promise.resolve(),
      close: () => undefined,
      async ask({ utterance, own, leftMs }) {
        const text = toPlainText(utterance.text, longestText)
        if (intents.length === 0 || !isUnsure(own) || !isSentence(text)) return undefined
        if (intents.length > mostIntents) return { passedOver: 'too_many_intents' }
        const key = JSON.stringify([local.version, normalise(text)])
        const result = await ask({
          key,
          budgetMs: Math.min(budgetMs, leftMs),
          put: (signal) => put(text, signal),
        })
        return 'reading' in result
          ? { reading: toReading(result.reading, own) }
          : { passedOver: result.passedOver }
      },
    }
  }
  return { kind: 'llm', learn }
}

function isUnsure({ intent, alternatives = [] }: Understanding): boolean {
  if (intent === undefined || intent.confidence < sure) return true
  const next = alternatives.find(({ isAlso }) => isAlso !== true)?.confidence ?? 0
  return intent.confidence - next < sureLead
}

/** A number or an emoji is the value of a question, and no intent. */
function isSentence(text: string): boolean {
  return /\p{L}{2}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
}

/** What the local provider held likely, the storyboard may still ask about. */
function toReading({ intent: name }: Choice, own: Understanding): ReaderReading {
  const guesses = [...(own.intent === undefined ? [] : [own.intent]), ...(own.alternatives ?? [])]
  const others = guesses.filter((guess) => guess.name !== name)
  return {
    ...(name === undefined
      ? {}
      : { intent: { name, confidence: guesses[0]?.name === name ? confidence.agreed : confidence.alone } }),
    ...(others.length === 0 ? {} : { alternatives: others.slice(0, 3) }),
  }
}
