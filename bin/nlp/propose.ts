/** The sentences of accepted groups, for the storyboard: as a patch, or written to its file. */
import { writeFileSync } from 'node:fs'
import type { CollectedText } from '../../src/nlp/learn/collect-texts.ts'
import type { TextGroup } from '../../src/nlp/learn/group-texts.ts'
import type { MaskText } from '../../src/nlp/learn/mask-text.ts'
import { findNearIntents } from '../../src/nlp/learn/nearest-intent.ts'
import { longestLine } from '../../src/nlp/learn/one-line.ts'
import { addSentences, type Sentences } from '../../src/storyboard/edit/add-sentences.ts'
import { insertInto, toPatch } from '../../src/storyboard/edit/insert-into.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'
import { readSource } from '../../src/storyboard/read-source.ts'
import { normalise } from '../../src/storyboard/texts.ts'
import { Refused } from '../command-line/refused.ts'
import { printError, writeBytes } from '../command-line/terminal.ts'
import type { LocalStoryboard } from './local-storyboard.ts'

export interface ProposeOf {
  readonly storyboard: LocalStoryboard
  readonly groups: readonly TextGroup<CollectedText>[]
  /** `<group>`, `<group>=<intent>` or `<group>=none`. */
  readonly accepted: readonly string[]
  readonly mask: MaskText
  /** Sentences of each group. */
  readonly examples: number
  readonly isUnmasked: boolean
  readonly isWritten: boolean
}

/** Throws Refused for a choice that names no group or no intent, StoryboardError where the file cannot take them. */
export function propose({ storyboard, isWritten, ...of }: ProposeOf): void {
  const { file } = storyboard
  const source = readSource(file)
  const added = toSentences({ storyboard, ...of })
  const count = added.reduce((sum, { texts }) => sum + texts.length, 0)
  if (count === 0) return printError(`${file} has all of these sentences already. Nothing was changed.`)
  const insertions = addSentences({ file, source }, added)
  const edited = insertInto(source, insertions)
  parseStoryboard({ file, source: edited }) // nobody gets a storyboard that does not load
  if (!isWritten) return writeBytes(Buffer.from(toPatch({ file, source }, insertions)))
  writeFileSync(file, edited)
  printError(`${file} has ${count} new ${count === 1 ? 'sentence' : 'sentences'}.`)
}

function toSentences({ storyboard, accepted, ...of }: Omit<ProposeOf, 'isWritten'>): readonly Sentences[] {
  const known = new Set([...Object.values(storyboard.intents).flat(), ...storyboard.none].map(comparable))
  const byIntent = new Map<string | undefined, string[]>()
  for (const choice of accepted) {
    const { group, intent } = toChoice(choice, { storyboard, ...of })
    const texts = byIntent.get(intent) ?? []
    texts.push(...sentencesOf(group, known, of))
    byIntent.set(intent, texts)
  }
  return [...byIntent].map(([intent, texts]) => ({ intent, texts }))
}

interface Choice {
  readonly group: TextGroup<CollectedText>
  readonly intent: string | undefined
}

function toChoice(choice: string, { storyboard, groups }: Pick<ProposeOf, 'storyboard' | 'groups'>): Choice {
  const [id, named] = choice.split(/=(.*)/s, 2)
  const group = groups.find((one) => one.id === id)
  if (group === undefined)
    throw new Refused(`There is no group ${id} any more: list the groups again with pagebeat nlp review`)
  const intent =
    named ??
    findNearIntents(
      group.texts.map(({ text }) => text),
      storyboard.guess,
    ).nearest?.intent ??
    'none'
  if (intent === 'none') return { group, intent: undefined }
  if (Object.hasOwn(storyboard.intents, intent)) return { group, intent }
  const names = Object.keys(storyboard.intents).join(', ')
  throw new Refused(`${storyboard.file} has no intent ${intent}. It has: ${names}, and none`)
}

/** Those without personal data first: a made-up value teaches less than a real sentence. */
function sentencesOf(
  { texts }: TextGroup<CollectedText>,
  known: Set<string>,
  { mask, examples, isUnmasked }: Pick<ProposeOf, 'mask' | 'examples' | 'isUnmasked'>,
): readonly string[] {
  const masked = texts.map(({ text }) => ({ ...mask(text), text }))
  const ordered = [
    ...masked.filter(({ isMasked }) => !isMasked),
    ...masked.filter(({ isMasked }) => isMasked),
  ]
  const sentences: string[] = []
  for (const { text, madeUp } of ordered) {
    const sentence = isUnmasked ? text : madeUp
    if (sentences.length >= examples || known.has(comparable(sentence)) || isCut(sentence)) continue
    known.add(comparable(sentence))
    sentences.push(sentence)
  }
  return sentences
}

/** A long message says more than one thing. */
function isCut(sentence: string): boolean {
  return sentence.length > longestLine
}

/** As `pagebeat storyboard check` compares examples. */
function comparable(text: string): string {
  return normalise(text) || text.trim()
}
