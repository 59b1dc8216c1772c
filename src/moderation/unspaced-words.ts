/** Words of Chinese, Japanese, Thai and other scripts that have no spaces between words. */
import { fold } from './fold.ts'

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * Finds an entry that begins and ends where words do, so that it is not found in a longer word. Signs or spaces between
 * its characters are a disguise: then it counts anywhere. The text is folded.
 */
export function compileUnspaced(entries: readonly string[]): (folded: string) => string | undefined {
  if (entries.length === 0) return () => undefined
  const wanted = entries.map((entry) => ({ entry, word: squeezed(fold(entry)).text }))
  return function find(folded) {
    const { text, places } = squeezed(folded)
    const hits = wanted.flatMap(({ entry, word }) => placesOf(word, text).map((at) => ({ entry, word, at })))
    if (hits.length === 0) return undefined
    const ends = new Set([
      0,
      ...[...segmenter.segment(folded)].map(({ index, segment }) => index + segment.length),
    ])
    return hits.find(({ word, at }) => {
      const [from = 0, last = 0] = [places[at], places[at + word.length - 1]]
      const isDisguised = last - from >= word.length
      return isDisguised || (ends.has(from) && ends.has(last + 1))
    })?.entry
  }
}

/** Letters and digits only, each with its place in the text. */
function squeezed(folded: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = []
  let text = ''
  for (let at = 0; at < folded.length; at += 1) {
    if (/[\s\p{P}\p{S}]/u.test(folded[at] ?? '')) continue
    text += folded[at]
    places.push(at)
  }
  return { text, places }
}

const mostPlaces = 50

function placesOf(word: string, text: string): number[] {
  const found: number[] = []
  let at = word === '' ? -1 : text.indexOf(word)
  while (at >= 0 && found.length < mostPlaces) {
    found.push(at)
    at = text.indexOf(word, at + 1)
  }
  return found
}
