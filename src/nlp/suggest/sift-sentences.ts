/** Which proposed sentences may become examples of an intent, and why the others may not. */
import type { TrainingExamples } from '../../domain/understanding.ts'
import { normalise } from '../local/normalise.ts'
import { trainLocal } from '../local/train-local.ts'

/** empty: it has no letter. duplicate: an example, or a proposal before it, is the same. */
export type LeftOutReason = 'empty' | 'too_long' | 'duplicate' | 'other_intent'

export interface LeftOut {
  readonly text: string
  readonly reason: LeftOutReason
  /** The intent that the local provider gives it to. */
  readonly intent?: string
}

export interface Sifted {
  readonly kept: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

export type Sift = (intent: string, proposed: readonly string[]) => Sifted

/** Customers write less in one sentence. A longer one weighs too many words at once. */
const longestSentence = 160

/** Proposals of one call count as duplicates in the next ones. */
export function createSift(examples: TrainingExamples): Sift {
  const local = trainLocal(examples)
  const all = [...Object.values(examples.intents).flat(), ...(examples.none ?? [])]
  const known = new Set(all.map(toKey))

  function whyNot(intent: string, text: string): Omit<LeftOut, 'text'> | undefined {
    if (!/\p{L}/u.test(text)) return { reason: 'empty' }
    if (text.length > longestSentence) return { reason: 'too_long' }
    if (known.has(toKey(text))) return { reason: 'duplicate' }
    const { intent: found } = local.understand({ text, referenceTime: 0 })
    return found === undefined || found.name === intent
      ? undefined
      : { reason: 'other_intent', intent: found.name }
  }

  return function sift(intent, proposed) {
    const kept: string[] = []
    const leftOut: LeftOut[] = []
    for (const text of proposed) {
      const reason = whyNot(intent, text)
      if (reason !== undefined) {
        leftOut.push({ text, ...reason })
        continue
      }
      known.add(toKey(text))
      kept.push(text)
    }
    return { kept, leftOut }
  }
}

/** Case, signs and blanks make no other sentence. */
function toKey(text: string): string {
  return (normalise(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')
}
