/**
 * Understands a text by the first provider that can: Facebook's built-in NLP if the message came with it, wit.ai if
 * there is a token, the operator's own reader if there is one, else the local provider, which always can. Never throws.
 */
import type {
  Alternative,
  TrainingExamples,
  Understand,
  Understanding,
  UnderstoodEntity,
  Utterance,
} from '../domain/understanding.ts'
import { readBuiltin } from './builtin.ts'
import { trainLocal, type LocalModel } from './local/train-local.ts'
import type { LearnedReader, Reader, ReaderReading } from './reader/learned-reader.ts'
import { createWit, type Wit, type WitOptions } from './wit.ts'
import type { WitReading } from './wit-reading.ts'

export interface UnderstandOptions {
  readonly examples: TrainingExamples
  /**
   * Absent: wit.ai is not asked. Pass the same one when the storyboard changes: it keeps its rate limit and its
   * breaker.
   */
  readonly wit?: WitOptions | Wit
  /** Absent: there is none. Pass the same one when the storyboard changes, as of wit.ai. */
  readonly reader?: Reader | undefined
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
  readonly reader: LearnedReader | undefined
  readonly now: () => number
  readonly knows: (intent: string) => boolean
  readonly leastBuiltin: number
  readonly leastWit: number
}

/** `learned` resolves when the reader has read the examples. `close`: it need not any more, as a new version is there. */
export interface LearnedUnderstand extends Understand {
  readonly learned: Promise<void>
  close(): void
}

/**
 * Trains the local provider at once, and the reader in the background. Throws EntityPatternError if the pattern of an
 * entity cannot be used.
 */
export function createUnderstand(options: UnderstandOptions): LearnedUnderstand {
  const { examples, onResult, now = Date.now } = options
  const local = trainLocal(examples)
  const reader = options.reader?.learn(examples, local)
  const chain: Chain = {
    local,
    reader,
    now,
    wit: options.wit === undefined || 'ask' in options.wit ? options.wit : createWit(options.wit),
    knows: (intent) => Object.hasOwn(examples.intents, intent),
    leastBuiltin: options.leastBuiltinConfidence ?? 0.7,
    leastWit: options.leastWitConfidence ?? 0.5,
  }
  async function understand(utterance: Utterance): Promise<Understanding> {
    const started = now()
    const understanding = utterance.text.trim() === '' ? nothing : await askInTurn(chain, utterance)
    const { provider, passedOver = [] } = understanding
    onResult?.({ provider, seconds: (now() - started) / 1000, passedOver })
    return understanding
  }
  return Object.assign(understand, {
    learned: reader?.learned ?? Promise.resolve(),
    close: () => reader?.close(),
  })
}

/** A turn waits 2.5 s for its understanding. Together the services take less. */
const servicesMs = 2_000

/** For a turn without a text. */
const nothing: Understanding = { provider: 'none', version: '', entities: [] }

async function askInTurn(chain: Chain, utterance: Utterance): Promise<Understanding> {
  const { local, wit, reader, knows, leastBuiltin, leastWit, now } = chain
  const own = local.understand(utterance)
  const passedOver: string[] = []
  const because = () => (passedOver.length === 0 ? {} : { passedOver })

  const builtin = readBuiltin(utterance.nlp)
  const reading = builtin !== undefined && 'reading' in builtin ? builtin.reading : undefined
  const sentiment = reading?.sentiment
  if (reading !== undefined) {
    const intent = reading.intents.find(({ name, confidence }) => knows(name) && confidence >= leastBuiltin)
    if (intent !== undefined)
      return merge({ provider: 'builtin', version: 'messenger', intent, reading, own, knows })
    passedOver.push(
      `builtin: ${reading.intents.some(({ name }) => knows(name)) ? 'unsure' : 'no known intent'}`,
    )
  } else if (builtin !== undefined && 'passedOver' in builtin)
    passedOver.push(`builtin: ${builtin.passedOver}`)

  const startedAt = reader === undefined || wit === undefined ? undefined : now()
  if (wit !== undefined) {
    const result = await wit.ask(utterance)
    if ('reading' in result) {
      const intent = result.reading.intents.find(
        ({ name, confidence }) => knows(name) && confidence >= leastWit,
      )
      const told = sentiment === undefined ? result.reading : { sentiment, ...result.reading }
      const merged = merge({ provider: 'wit', version: wit.version, intent, reading: told, own, knows })
      return { ...merged, ...because() }
    }
    passedOver.push(`wit: ${result.passedOver}`)
  }
  if (reader !== undefined) {
    const leftMs = startedAt === undefined ? Infinity : servicesMs - (now() - startedAt)
    const result = leftMs > 0 ? await reader.ask({ utterance, own, leftMs }) : noTime
    if (result !== undefined && 'reading' in result)
      return {
        ...withReading(own, reader.version, result.reading),
        ...(sentiment && { sentiment }),
        ...because(),
      }
    if (result !== undefined) passedOver.push(`reader: ${result.passedOver}`)
  }
  return { ...own, ...(sentiment && { sentiment }), ...because() }
}

const noTime = { passedOver: 'no_time' } as const

/** Entities and language stay those of the local provider. A reader may know a language that the examples lack. */
function withReading(own: Understanding, version: string, reading: ReaderReading): Understanding {
  const { intent: _intent, alternatives: _alternatives, otherLanguage, ...rest } = own
  const isStrange = otherLanguage !== undefined && reading.intent === undefined
  return { ...rest, ...(isStrange ? { otherLanguage } : {}), provider: 'reader', version, ...reading }
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
  readonly knows: Chain['knows']
}): Understanding {
  const { provider, version, intent, reading, own, knows } = result
  const alternatives = otherIntents(reading, { intent, own, knows })
  // The local provider knows the languages of the storyboard. The other one may name any.
  const isOwn = own.languageConfidence !== undefined
  const language = isOwn ? own.language : (reading.language ?? own.language)
  return {
    provider,
    version,
    ...(intent === undefined ? {} : { intent }),
    ...(alternatives.length === 0 ? {} : { alternatives }),
    entities: withOwn(reading.entities, own.entities),
    ...(reading.sentiment === undefined ? {} : { sentiment: reading.sentiment }),
    ...(language === undefined ? {} : { language }),
    ...(own.otherLanguage === undefined || intent !== undefined ? {} : { otherLanguage: own.otherLanguage }),
    ...(own.languageConfidence === undefined ? {} : { languageConfidence: own.languageConfidence }),
  }
}

const mostAlternatives = 3

/** Its further intents that the storyboard knows. Only the local provider tells a second intent of another sentence. */
function otherIntents(
  { intents }: WitReading,
  { intent, own, knows }: { intent: Understanding['intent']; own: Understanding; knows: Chain['knows'] },
): readonly Alternative[] {
  const also = (own.alternatives ?? []).filter(({ isAlso, name }) => isAlso === true && name !== intent?.name)
  const taken = [intent, ...also].map((one) => one?.name)
  const others = intents.filter(({ name }) => knows(name) && !taken.includes(name))
  const surest = new Map(others.toSorted((a, b) => a.confidence - b.confidence).map((one) => [one.name, one]))
  const rivals = [...surest.values()].toSorted((a, b) => b.confidence - a.confidence)
  return [...rivals.slice(0, mostAlternatives - also.length), ...also]
}

function withOwn(
  told: readonly UnderstoodEntity[],
  own: readonly UnderstoodEntity[],
): readonly UnderstoodEntity[] {
  return [...told, ...own.filter(({ name }) => !told.some((entity) => entity.name === name))]
}
