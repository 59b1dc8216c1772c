import type { TrainingExamples, Understand } from '../../src/domain/understanding.ts'
import { trainLocal } from '../../src/nlp/local/train-local.ts'

/** The understanding of a brand without wit.ai: learned from these examples, without network. */
export function learnLocally(examples: TrainingExamples): Understand {
  const model = trainLocal(examples)
  return async function understand(utterance) {
    return model.understand(utterance)
  }
}
