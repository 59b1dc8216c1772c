/** What a text must hold so that a phrase can fit: most phrases are left out by this before they are compared. */
import { firstsOf, type Phrase } from './phrase.ts'

export interface Needs {
  readonly slots: readonly string[]
  /** Of each set the text must have a word. */
  readonly wordSets: readonly ReadonlySet<string>[]
}

/** The sets of all rules by their number, so that a text is compared with each set once. */
export interface WordSets {
  readonly numberOf: (set: ReadonlySet<string>) => number
  /** The numbers of the sets that have this word. */
  readonly ofWord: ReadonlyMap<string, readonly number[]>
}

export function createWordSets(all: readonly Needs[]): WordSets {
  const numbers = new Map<string, number>()
  const ofWord = new Map<string, number[]>()
  for (const set of all.flatMap(({ wordSets }) => wordSets)) {
    if (numbers.has(keyOf(set))) continue
    for (const word of set) ofWord.set(word, [...(ofWord.get(word) ?? []), numbers.size])
    numbers.set(keyOf(set), numbers.size)
  }
  return { numberOf: (set) => numbers.get(keyOf(set)) ?? -1, ofWord }
}

/** Slots that are read by other means than the words of a text. */
const inner = new Set(['date', 'time', 'calendar'])

export function needsOf(phrase: Phrase): Needs {
  const slots: string[] = []
  const wordSets: ReadonlySet<string>[] = []
  for (const node of phrase) {
    if (node.kind === 'slot' && !inner.has(node.slot)) slots.push(node.slot)
    if (node.kind === 'word') wordSets.push(new Set([node.word]))
    if (node.kind !== 'any') continue
    const firsts = node.choices.map((choice) => firstsOf(choice))
    if (firsts.some((first) => first.slots.size > 0 || first.words.size === 0 || first.canBeEmpty)) continue
    wordSets.push(new Set(firsts.flatMap(({ words }) => [...words])))
  }
  return { slots, wordSets }
}

function keyOf(set: ReadonlySet<string>): string {
  return [...set].toSorted().join(' ')
}
