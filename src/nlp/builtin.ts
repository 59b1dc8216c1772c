/** Facebook's own understanding. It comes with each message of a Page that has built-in NLP on, and costs nothing. */
import { readWitResponse, type WitReading } from './wit-reading.ts'

export type BuiltinReading = { readonly reading: WitReading } | { readonly passedOver: string }

/** Undefined: the message has no `nlp` block. */
export function readBuiltin(nlp: unknown): BuiltinReading | undefined {
  if (nlp === undefined || nlp === null) return undefined
  if (typeof nlp === 'object' && 'errors' in nlp) return { passedOver: 'error' }
  const reading = readWitResponse(nlp)
  return reading === undefined ? { passedOver: 'malformed' } : { reading }
}
