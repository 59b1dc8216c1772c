/** Facebook's own understanding, as it comes with a message of a Page that has built-in NLP switched on: costs nothing. */
import { readWitAnswer, type WitReading } from './wit-reading.ts'

export type BuiltinReading = { readonly reading: WitReading } | { readonly passedOver: string }

/** Undefined: the message has no `nlp` block. */
export function readBuiltin(nlp: unknown): BuiltinReading | undefined {
  if (nlp === undefined || nlp === null) return undefined
  if (typeof nlp === 'object' && 'errors' in nlp) return { passedOver: 'error' }
  const reading = readWitAnswer(nlp)
  return reading === undefined ? { passedOver: 'malformed' } : { reading }
}
