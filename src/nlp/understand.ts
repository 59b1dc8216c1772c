/**
 * Understands a text by the first provider that can: Facebook's built-in NLP if the message came with it, wit.ai if
 * there is a token, else the local provider, which always can. Never throws.
 */
import type {
  TrainingExamples,
  Understand,
  Understanding,
  UnderstoodEntity,
  Utterance,
} from '../domain/understanding.ts'
import { readBuiltin } from './builtin.ts'
import { trainLocal, type LocalModel } from './local/train-local.ts'
import { createWit, type Wit, type WitOptions } from './wit.ts'
import type { WitReading } from './wit-reading.ts'

export interface UnderstandOptions {
  readonly examples: TrainingExamples
  /**
   * Absent: wit.ai is not asked. Pass the same one when the storyboard changes: it keeps its rate limit and its
   * breaker.
   */
  readonly wit?: WitOptions | Wit
  /** A built-in intent of less confidence is passed over, 0 to 1. */
  readonly leastBuiltinConfidence?: number
  /** An intent of wit.ai of less confidence counts as none, 0 to 1. */
  readonly leastWitConfidence?: number
  readonly onResult?: (result: UnderstandResult) => void
  /** ms */
  readonly now?: () => number
}

/** For metrics. It holds nothing of the text. */
export interface UnderstandResult {
  readonly provider: Understanding['provider']
  readonly seconds: number
  readonly passedOver: readonly string[]
}

interface Chain {
  readonly local: LocalModel
  readonly wit: Wit | undefined
  readonly knows: (intent: string) => boolean
  readonly leastBuiltin: number
  readonly leastWit: number
}

/** Trains the local provider at once. Throws EntityPatternError if the pattern of an entity cannot be used. */
export function createUnderstand(options: UnderstandOptions): Understand {
  const { examples, onResult, now = Date.now } = options
  const chain: Chain = {
    local: trainLocal(examples),
    wit: options.wit === undefined || 'ask' in options.wit ? options.wit : createWit(options.wit),
    knows: (intent) => Object.hasOwn(examples.intents, intent),
    leastBuiltin: options.leastBuiltinConfidence ?? 0.7,
    leastWit: options.leastWitConfidence ?? 0.5,
  }
  return async function understand(utterance) {
    const started = now()
    const understanding = utterance.text.trim() === '' ? nothing : await askInTurn(chain, utterance)
    const { provider, passedOver = [] } = understanding
    onResult?.({ provider, seconds: (now() - started) / 1000, passedOver })
    return understanding
  }
}

/** For a turn without a text. */
const nothing: Understanding = { provider: 'none', version: '', entities: [] }

async function askInTurn(
  { local, wit, knows, leastBuiltin, leastWit }: Chain,
  utterance: Utterance,
): Promise<Understanding> {
  const own = local.understand(utterance)
  const passedOver: string[] = []
  const because = () => (passedOver.length === 0 ? {} : { passedOver })

  const builtin = readBuiltin(utterance.nlp)
  const reading = builtin !== undefined && 'reading' in builtin ? builtin.reading : undefined
  const sentiment = reading?.sentiment
  if (reading !== undefined) {
    const intent = reading.intents.find(({ name, confidence }) => knows(name) && confidence >= leastBuiltin)
    if (intent !== undefined)
      return merge({ provider: 'builtin', version: 'messenger', intent, reading, own })
    passedOver.push(
      `builtin: ${reading.intents.some(({ name }) => knows(name)) ? 'unsure' : 'no known intent'}`,
    )
  } else if (builtin !== undefined && 'passedOver' in builtin)
    passedOver.push(`builtin: ${builtin.passedOver}`)

  if (wit !== undefined) {
    const result = await wit.ask(utterance)
    if ('reading' in result) {
      const intent = result.reading.intents.find(
        ({ name, confidence }) => knows(name) && confidence >= leastWit,
      )
      const told = sentiment === undefined ? result.reading : { sentiment, ...result.reading }
      return { ...merge({ provider: 'wit', version: wit.version, intent, reading: told, own }), ...because() }
    }
    passedOver.push(`wit: ${result.passedOver}`)
  }
  return { ...own, ...(sentiment === undefined ? {} : { sentiment }), ...because() }
}

/**
 * The provider's understanding, completed by entities of the local provider: the other one may not know the
 * storyboard's.
 */
function merge(result: {
  readonly provider: 'builtin' | 'wit'
  readonly version: string
  readonly intent: Understanding['intent'] | undefined
  readonly reading: WitReading
  readonly own: Understanding
}): Understanding {
  const { provider, version, intent, reading, own } = result
  // The local provider knows the languages of the storyboard. The other one may name any.
  const isOwn = own.languageConfidence !== undefined
  const language = isOwn ? own.language : (reading.language ?? own.language)
  return {
    provider,
    version,
    ...(intent === undefined ? {} : { intent }),
    entities: withOwn(reading.entities, own.entities),
    ...(reading.sentiment === undefined ? {} : { sentiment: reading.sentiment }),
    ...(language === undefined ? {} : { language }),
    ...(own.languageConfidence === undefined ? {} : { languageConfidence: own.languageConfidence }),
  }
}

function withOwn(
  told: readonly UnderstoodEntity[],
  own: readonly UnderstoodEntity[],
): readonly UnderstoodEntity[] {
  return [...told, ...own.filter(({ name }) => !told.some((entity) => entity.name === name))]
}
