/** Finds the words and phrases of a list in a text, also where they are disguised. Its time grows with the text only. */
import { fold, hasNoSpaces, wordPattern } from './fold.ts'
import { isDisguised, isForeignText, signs, skeletonOf } from './look-alikes.ts'
import { createOpenWords } from './open-words.ts'
import { compileUnspaced } from './unspaced-words.ts'

export interface WordList {
  /** The entry that the text has, as the author wrote it. */
  find(text: string): string | undefined
}

/**
 * An entry is a word, a phrase, or a sign (an emoji). `*` at its start or end stands for any letters. Whole words count:
 * "ass" is not in "class".
 */
export function compileWords(entries: readonly string[], allowed: readonly string[] = []): WordList {
  const exact = new Map<string, string>()
  const skeletons = new Map<string, string>()
  const open = createOpenWords()
  const openSkeletons = createOpenWords()
  const phrases = new Map<string, { readonly words: readonly string[]; readonly entry: string }[]>()
  const signsWanted: { readonly sign: string; readonly entry: string }[] = []
  const unspaced = compileUnspaced(entries.filter(hasNoSpaces))
  for (const entry of entries) {
    if (hasNoSpaces(entry)) continue
    const words = wordsOf(fold(entry))
    const [word = ''] = words
    if (word === '') signsWanted.push({ sign: withoutTones(fold(entry)).trim(), entry })
    else if (words.length > 1) phrases.set(word, [...(phrases.get(word) ?? []), { words, entry }])
    else if (entry.startsWith('*') || entry.endsWith('*')) {
      open.add(entry, word)
      openSkeletons.add(entry, skeletonOf(word))
    } else {
      exact.set(word, entry)
      skeletons.set(skeletonOf(word), entry)
    }
  }
  const allowedPhrases = allowed.map((phrase) => wordsOf(fold(phrase)))

  function known(word: string): string | undefined {
    return exact.get(word) ?? open.find(word)
  }

  function phraseAt(words: readonly string[], index: number): string | undefined {
    const starting = phrases.get(words[index] ?? '')
    return starting?.find((one) => one.words.every((part, at) => words[index + at] === part))?.entry
  }

  function disguised(word: string, isForeign: boolean): string | undefined {
    if (!isDisguised(word, { isForeign })) return undefined
    const skeleton = skeletonOf(word)
    return skeletons.get(skeleton) ?? openSkeletons.find(skeleton)
  }

  return {
    find(text) {
      const folded = withoutPhrases(fold(text), allowedPhrases)
      const isForeign = isForeignText(folded)
      const words = wordsOf(folded)
      for (const [index, word] of words.entries()) {
        const found = known(word) ?? disguised(word, isForeign) ?? phraseAt(words, index)
        if (found !== undefined) return found
      }
      const whole = withJoinedLetters(words)
      if (whole.length < words.length) {
        const found = whole.map((_, index) => phraseAt(whole, index)).find((entry) => entry !== undefined)
        if (found !== undefined) return found
      }
      for (const word of new Set([...joinedWords(folded), ...spacedWords(folded)])) {
        const found = known(word) ?? disguised(word, isForeign) ?? masked(word, exact)
        if (found !== undefined) return found
      }
      const shown = withoutTones(folded)
      return unspaced(folded) ?? signsWanted.find(({ sign }) => sign !== '' && shown.includes(sign))?.entry
    },
  }
}

function wordsOf(folded: string): string[] {
  return folded.match(wordPattern) ?? []
}

/** The text with line breaks in place of these phrases. */
function withoutPhrases(folded: string, phrases: readonly (readonly string[])[]): string {
  if (phrases.length === 0) return folded
  const words = [...folded.matchAll(wordPattern)]
  let rest = ''
  let from = 0
  for (let index = 0; index < words.length;) {
    const phrase = phrases.find(
      (one) => one.length > 0 && one.every((part, at) => words[index + at]?.[0] === part),
    )
    const last = words[index + (phrase?.length ?? 1) - 1]
    if (phrase !== undefined && last !== undefined) {
      rest += `${folded.slice(from, words[index]?.index)}\n`
      from = last.index + last[0].length
    }
    index += phrase?.length ?? 1
  }
  return rest + folded.slice(from)
}

/** "g e t rich" as "get rich". */
function withJoinedLetters(words: readonly string[]): readonly string[] {
  const joined: string[] = []
  let run: string[] = []
  for (const word of [...words, '']) {
    if (Array.from(word).length === 1) run.push(word)
    else {
      joined.push(...(run.length > 2 ? [run.join('')] : run))
      if (word !== '') joined.push(word)
      run = []
    }
  }
  return joined
}

/** Skin tones of emoji. */
function withoutTones(text: string): string {
  return text.replaceAll(/[\u{1F3FB}-\u{1F3FF}]/gu, '')
}

const inside = new RegExp(`[^\\p{L}\\p{M}\\p{N}${signs.join('')}]`, 'gu')
const maskSigns = /[*#•∗]/gu

/** What stands between two spaces, without the punctuation in it: "id.iot", "i-d-i-o-t", "a$$". */
function joinedWords(folded: string): string[] {
  return folded.split(/\s+/u).flatMap((chunk) => {
    const trimmed = withoutOuterSigns(chunk)
    if (trimmed.length < 3 || trimmed.length > 60 || /^[\p{L}\p{M}\p{N}]*$/u.test(trimmed)) return []
    return [trimmed.replaceAll(inside, ''), ...(/[*#•∗]/u.test(trimmed) ? [trimmed] : [])]
  })
}

/** By two loops: a pattern that ends in `$` starts again at each sign of a long run. */
function withoutOuterSigns(chunk: string): string {
  const letters = Array.from(chunk)
  const start = letters.findIndex((letter) => /[\p{L}\p{N}@$€!|]/u.test(letter))
  const end = letters.findLastIndex((letter) => /[\p{L}\p{N}@$€]/u.test(letter))
  return start < 0 ? '' : letters.slice(start, end + 1).join('')
}

/** "f*ck": as long as the word, half of it to be seen. */
function masked(word: string, exact: ReadonlyMap<string, string>): string | undefined {
  const hidden = word.match(maskSigns)?.length ?? 0
  if (hidden === 0 || word.length < 4 || hidden * 2 > word.length || /^[*#•∗]/u.test(word)) return undefined
  for (const [one, entry] of exact) {
    if (
      one.length === word.length &&
      Array.from(word).every((sign, at) => /[*#•∗]/u.test(sign) || sign === one[at])
    )
      return entry
  }
  return undefined
}

/** Words of one letter that stand before or behind a spaced word: "a i d i o t". */
const shortWords = new Set('a i o u e y à à и в с к о у я а'.split(' '))
const mostPieces = 40

/** Letters with the same sign between all of them ("i d i o t"), and short pieces ("i di ot"), put together. */
function spacedWords(folded: string): string[] {
  const pieces = [...folded.matchAll(/[\p{L}\p{M}\p{N}@$€]+/gu)]
  const found: string[] = []
  let run: string[] = []
  let between: string | undefined
  const end = () => {
    if (run.length >= 3) found.push(...trimmedRuns(run.slice(0, mostPieces)))
    run = []
    between = undefined
  }
  for (const [index, { 0: piece, index: at }] of pieces.entries()) {
    const before = pieces[index - 1]
    const gap =
      before === undefined ? '' : folded.slice(before.index + before[0].length, at).replaceAll(/\s+/gu, ' ')
    const isLetter = Array.from(piece).length === 1
    if (!isLetter || (run.length > 1 && gap !== between)) end()
    if (!isLetter) continue
    if (run.length === 1) between = gap
    run.push(piece)
  }
  end()
  return [...found, ...shortPieces(pieces.map(([piece]) => piece))]
}

function trimmedRuns(run: readonly string[]): string[] {
  const from = shortWords.has(run[0] ?? '') ? [0, 1] : [0]
  const to = shortWords.has(run.at(-1) ?? '') ? [0, 1] : [0]
  return from.flatMap((start) => to.map((less) => run.slice(start, run.length - less).join('')))
}

/** Three to six pieces of one or two letters, one of them a single letter. */
function shortPieces(pieces: readonly string[]): string[] {
  return pieces.flatMap((_, start) => {
    const next = pieces.slice(start, start + 6)
    const long = next.findIndex((piece) => piece.length > 2)
    const short = long < 0 ? next : next.slice(0, long)
    return [3, 4, 5, 6].flatMap((count) => {
      const some = short.slice(0, count)
      const word = some.join('')
      return some.length === count && word.length >= 4 && some.some(({ length }) => length === 1)
        ? [word]
        : []
    })
  })
}
