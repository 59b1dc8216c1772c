/**
 * Finds the word of the examples that an unknown word is, if it has one typing mistake: a letter too many, one missing,
 * another one, or two exchanged. The first letter is rarely wrong. Words must be folded and in lower case.
 */
import { isCommonWord } from './common-words.ts'

/** A shorter word is too often another word of one letter's difference. */
const shortest = 5

/** Returns the word itself if it is known, a usual word of some language, or near none or several of the known ones. */
export function createCorrectWord(known: ReadonlySet<string>): (word: string) => string {
  const byPart = new Map<string, string[]>()
  for (const word of known) {
    if (word.length < shortest) continue
    for (const part of withoutOne(word)) {
      const words = byPart.get(part)
      if (words === undefined) byPart.set(part, [word])
      else words.push(word)
    }
  }
  return (word) => {
    if (word.length < shortest || known.has(word) || isCommonWord(word)) return word
    const found = new Set<string>()
    for (const part of withoutOne(word))
      for (const other of byPart.get(part) ?? [])
        if (other[0] === word[0] && isNear(word, other)) found.add(other)
    const [first, second] = found
    return first === undefined || second !== undefined ? word : first
  }
}

function withoutOne(word: string): readonly string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))]
}

function isNear(a: string, b: string): boolean {
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  const [restA, restB] = [a.slice(from), b.slice(from)]
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  )
}
