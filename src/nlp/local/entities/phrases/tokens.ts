/** The words, runs of digits and signs of a text, with their places. Addresses and hashtags give none that counts. */
import { fold } from '../../normalise.ts'

export interface Token {
  /** In lower case, without accents. */
  readonly word: string
  readonly from: number
  readonly to: number
  readonly kind: 'word' | 'digits' | 'sign'
  /** No space stands before it. */
  readonly isGlued: boolean
  /** A part of an address or of a hashtag: it has no meaning of its own. */
  readonly isDead: boolean
  /** It begins with a capital letter. */
  readonly isCapital: boolean
}

/** At most `most`. `text` has plain signs and digits. */
export function toTokens(text: string, most: number): readonly Token[] {
  const dead = deadPlaces(text)
  const tokens: Token[] = []
  let before = 0
  for (const { 0: written, index } of text.matchAll(/\d+|[\p{L}\p{M}]+|\S/gu)) {
    if (tokens.length === most) break
    const to = index + written.length
    tokens.push({
      word: fold(written.toLowerCase()),
      from: index,
      to,
      kind: kindOf(written),
      isGlued: index > 0 && index === before,
      isCapital: /^\p{Lu}/u.test(written),
      isDead: dead.some((place) => index >= place.from && index < place.to),
    })
    before = to
  }
  return tokens
}

function kindOf(written: string): Token['kind'] {
  if (/^\d/.test(written)) return 'digits'
  return /^[\p{L}\p{M}]/u.test(written) ? 'word' : 'sign'
}

interface Place {
  readonly from: number
  readonly to: number
}

const domain = /^[a-z][a-z0-9-]{0,62}\.(?:com|net|org|info|io|eu|de|at|ch|es|fr|it|pt|br|mx|uk)\b/i

function deadPlaces(text: string): readonly Place[] {
  if (!/[@#.]/.test(text)) return []
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: chunk, index }) =>
    (chunk.includes('@') && chunk.length > 1) || /^#\p{L}|^https?:|^www\./iu.test(chunk) || domain.test(chunk)
      ? [{ from: index, to: index + chunk.length }]
      : [],
  )
}
