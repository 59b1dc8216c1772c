/**
 * A phrase of a language table, as in `in {n} {unit}`, made ready for comparing with the tokens of a text.
 *
 * - `{n}` is a slot, or the name of a group of the table, whose phrases then stand here.
 * - `(a|b c)` is one of these, `[a]` may be absent, `~` means that no space follows.
 * - `a[n|r]` is a word with or without such an ending.
 * - `^` is the start of the text, `$` its end. At `!` no noun follows: the text ends, or a small word or a sign comes.
 *
 * There is no repetition: a phrase has a bounded number of readings.
 */
import { fold } from '../../normalise.ts'

export type Node =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'slot'; readonly slot: string }
  | {
      readonly kind: 'any'
      readonly choices: readonly Phrase[]
      /** The choices that a token with this word can begin. */
      readonly byWord: ReadonlyMap<string, readonly Phrase[]>
      /** Those that another token can begin, or none. */
      readonly others: readonly Phrase[]
    }
  | { readonly kind: 'glue' | 'start' | 'end' | 'noNoun' }

export type Phrase = readonly Node[]

export type Groups = Readonly<Record<string, string>>

/** Throws Error if a bracket is not closed: the tables are ours. */
export function readPhrase(written: string, groups: Groups = {}): Phrase {
  const marks = withForms(written).match(/\{\w+\}|[()[\]|~^$!]|\d+|[\p{L}\p{M}]+|\S/gu) ?? []
  const { choices, next } = readChoices({ marks, groups }, 0)
  if (next < marks.length) throw new Error(`The phrase "${written}" has a bracket too many`)
  const [only] = choices
  return choices.length === 1 && only !== undefined ? only : [toAny(choices)]
}

/** `letzte[n|r]` is `(letzte|letzten|letzter)`. */
function withForms(written: string): string {
  return written.replaceAll(/(\p{L}+)\[([\p{L}|]+)\]/gu, (_, word: string, endings: string) => {
    const forms = endings.split('|').map((ending) => word + ending)
    return `(${[word, ...forms].join('|')})`
  })
}

interface Source {
  readonly marks: readonly string[]
  readonly groups: Groups
}

function readChoices(source: Source, at: number): { choices: readonly Phrase[]; next: number } {
  const choices: Node[][] = [[]]
  let next = at
  for (; next < source.marks.length; next++) {
    const mark = source.marks[next] ?? ''
    if (mark === ')' || mark === ']') break
    if (mark === '|') {
      choices.push([])
      continue
    }
    if (mark === '(' || mark === '[') {
      const inner = readChoices(source, next + 1)
      const absent = mark === '[' ? [[]] : []
      choices.at(-1)?.push(toAny([...absent, ...inner.choices]))
      next = inner.next
      continue
    }
    choices.at(-1)?.push(...toNodes(mark, source.groups))
  }
  return { choices, next }
}

const signs: Readonly<Record<string, 'glue' | 'start' | 'end' | 'noNoun'>> = {
  '~': 'glue',
  '^': 'start',
  $: 'end',
  '!': 'noNoun',
}

function toNodes(mark: string, groups: Groups): readonly Node[] {
  const sign = signs[mark]
  if (sign !== undefined) return [{ kind: sign }]
  if (!mark.startsWith('{')) return [toWord(mark)]
  const slot = mark.slice(1, -1)
  const group = groups[slot]
  return group === undefined ? [{ kind: 'slot', slot }] : readPhrase(`(${group})`, groups)
}

/** Umlauts are also written as `ae`, `oe` and `ue`. */
function toWord(word: string): Node {
  const spelled = word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue')
  const plain: Node = { kind: 'word', word: fold(word) }
  if (spelled === word) return plain
  return toAny([[plain], [{ kind: 'word', word: fold(spelled) }]])
}

function toAny(choices: readonly Phrase[]): Node {
  const known = choices.map((choice) => ({ choice, ...firstsOf(choice) }))
  const isOther = ({ slots, canBeEmpty }: (typeof known)[number]) => slots.size > 0 || canBeEmpty
  const words = new Set(known.flatMap(({ words: firsts }) => [...firsts]))
  const byWord = [...words].map(
    (word) =>
      [word, known.filter((one) => isOther(one) || one.words.has(word)).map(({ choice }) => choice)] as const,
  )
  return {
    kind: 'any',
    choices,
    byWord: new Map(byWord),
    others: known.filter(isOther).map(({ choice }) => choice),
  }
}

export interface Firsts {
  readonly words: Set<string>
  readonly slots: Set<string>
  readonly canBeEmpty: boolean
}

/** The words with which the phrase can begin, and the slots. */
export function firstsOf(phrase: Phrase): Firsts {
  const firsts = { words: new Set<string>(), slots: new Set<string>() }
  return { ...firsts, canBeEmpty: collect(phrase, firsts) }
}

function collect(phrase: Phrase, firsts: Pick<Firsts, 'words' | 'slots'>): boolean {
  for (const node of phrase) {
    if (node.kind === 'word') firsts.words.add(node.word)
    if (node.kind === 'slot') firsts.slots.add(node.slot)
    if (node.kind === 'word' || node.kind === 'slot') return false
    if (node.kind !== 'any') continue
    const empty = node.choices.map((choice) => collect(choice, firsts))
    if (!empty.includes(true)) return false
  }
  return true
}
