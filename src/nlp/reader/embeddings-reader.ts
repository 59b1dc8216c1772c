/**
 * A reader of the kind `embeddings`: a service turns texts into vectors, and a cosine kernel over the examples votes
 * beside the local provider. The examples are read once, in the background. Until then the local provider understands.
 */
import type { TrainingExamples, Understanding } from '../../domain/understanding.ts'
import { normalise } from '../local/normalise.ts'
import { findRefusal } from '../local/reading/find-refusal.ts'
import { toClauses } from '../local/reading/tokens.ts'
import type { LocalModel } from '../local/train-local.ts'
import { createAskService } from '../service/ask-service.ts'
import { blend } from './blend.ts'
import { createClassScores, type LabelledVectors } from './class-scores.ts'
import { embed, type Vector } from './embed.ts'
import { findVectors } from './example-vectors.ts'
import { findFit, type Fit } from './find-fit.ts'
import { toNamed } from './fit-weight.ts'
import { guessByKernel } from './kernel-guess.ts'
import { labelExamples } from './label-examples.ts'
import type { LearnReport } from './learn-report.ts'
import { toPlainText } from './plain-text.ts'
import type { LearnedReader, Reader, ReaderFailure } from './learned-reader.ts'
import type { ReaderService } from './reader-service.ts'
import type { ReaderStore } from './reader-store.ts'

export interface EmbeddingsOptions {
  readonly budgetMs: number
  readonly store: ReaderStore | undefined
  readonly onLearned: ((report: LearnReport) => void) | undefined
  readonly onTrouble: OnTrouble | undefined
}

/** `cause`: the error, if there was one. */
export type OnTrouble = (reason: ReaderFailure, cause?: unknown) => void

const longestText = 1_000

interface Learned extends Fit {
  readonly set: LabelledVectors
}

export function createEmbeddingsReader(
  service: ReaderService,
  { budgetMs, store, onLearned, onTrouble }: EmbeddingsOptions,
): Reader {
  const ask = createAskService<readonly Vector[]>({
    name: 'the reader',
    gate: service.gate,
    cacheSize: 1_000,
  })

  function learn(
    examples: TrainingExamples,
    local: Pick<LocalModel, 'version' | 'leastConfidence' | 'understand'>,
  ): LearnedReader {
    const { texts, labels, names } = labelExamples(examples, longestText)
    const none = names.indexOf(undefined)
    const stop = new AbortController()
    let learned: Learned | undefined
    let trouble: ReaderFailure = 'learning'

    function tell(reason: ReaderFailure, cause?: unknown): void {
      trouble = reason
      onTrouble?.(reason, cause)
    }

    async function learnAll(): Promise<void> {
      const { vectors, embedded } = await findVectors(service, {
        texts,
        store,
        signal: stop.signal,
        onFailure: tell,
      })
      const set = { vectors, labels, classes: names.length }
      const keys = [service.source, local.version, manner(local, texts)]
      const fit = await findFit({ set, texts, names }, { store, keys })
      learned = { set, ...fit }
      onLearned?.({ examples: texts.length, embedded, weight: fit.weight })
    }

    return {
      version: `${service.model} ${local.version}`,
      // A mistake here must not stop the worker: customers are understood without the reader.
      learned: learnAll().catch((error: unknown) => {
        if (!stop.signal.aborted) tell('failed', error)
      }),
      close: () => stop.abort(),
      async ask({ utterance, own, leftMs }) {
        if (learned === undefined) return { passedOver: trouble }
        const { set, curve, weight } = learned
        if (weight === 0) return { passedOver: 'no_gain' }
        const text = toPlainText(utterance.text, longestText)
        if (text === '') return undefined
        const result = await ask({
          key: normalise(text),
          budgetMs: Math.min(budgetMs, leftMs),
          put: (signal) => embed(service, { texts: [text], signal, numbers: set.vectors[0]?.length }),
        })
        const [vector] = 'reading' in result ? result.reading : []
        if (vector === undefined)
          return 'passedOver' in result ? { passedOver: result.passedOver } : undefined
        const scores = createClassScores(set)(vector)
        const all = toNamed(guessByKernel(curve, { scores, none }), names)
        const guesses = isRefusing(utterance.text) ? all.filter(({ name }) => isLikely(own, name)) : all
        return { reading: blend({ own, guesses, weight, least: local.leastConfidence }) }
      },
    }
  }
  return { kind: 'embeddings', learn }
}

/** How the local provider judges some examples. It is another one after an upgrade, and the fit must not be the old one. */
function manner({ understand }: Pick<LocalModel, 'understand'>, texts: readonly string[]): string {
  return JSON.stringify(texts.slice(0, 10).map((text) => understand({ text, referenceTime: 0 }).intent))
}

/**
 * "I do NOT want to cancel": its vector is near those of "cancel". Only the local provider reads what is refused, so the
 * vectors add no intent of their own then.
 */
function isRefusing(text: string): boolean {
  return toClauses(text).some((clause) => findRefusal(clause) !== undefined)
}

function isLikely({ intent, alternatives = [] }: Understanding, name: string): boolean {
  return intent?.name === name || alternatives.some((each) => each.name === name)
}
