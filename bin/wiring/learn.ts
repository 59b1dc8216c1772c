/** Language understanding of a storyboard's examples, learned once for each version of them. */
import type { TrainingExamples, Understand } from '../../src/domain/understanding.ts'
import type { Reader } from '../../src/nlp/reader/learned-reader.ts'
import { createUnderstand, type LearnedUnderstand } from '../../src/nlp/understand.ts'
import { createWit } from '../../src/nlp/wit.ts'
import { countUnderstood } from '../../src/telemetry/count-replies.ts'
import type { ConversationConfig } from './open-conversation.ts'

/** Learns the same examples once. Throws EntityPatternError if it cannot; the last result stays. */
export type Learn = (examples: TrainingExamples) => Understand

export function createLearn(witConfig: ConversationConfig['wit'], reader?: Reader): Learn {
  // One for all versions: its rate limit and its circuit breaker do not depend on the storyboard.
  const wit = witConfig === undefined ? undefined : createWit(witConfig)
  let last: { readonly examples: TrainingExamples; readonly understand: LearnedUnderstand } | undefined
  return function learn(examples) {
    if (last?.examples !== examples) {
      const understand = createUnderstand({
        examples,
        reader,
        onResult: countUnderstood,
        ...(wit === undefined ? {} : { wit }),
      })
      last?.understand.close()
      last = { examples, understand }
    }
    return last.understand
  }
}
