/** A group of a review as JSON, as lines and as rows of a CSV file. */
import type { CollectedText, Counts } from '../../src/nlp/learn/collect-texts.ts'
import type { TextGroup } from '../../src/nlp/learn/group-texts.ts'
import type { MaskText } from '../../src/nlp/learn/mask-text.ts'
import { findNearIntents, type NearestIntent } from '../../src/nlp/learn/nearest-intent.ts'
import type { LocalStoryboard } from './local-storyboard.ts'

export interface DescribedGroup {
  readonly group: string
  readonly count: number
  readonly reasons: Readonly<Record<string, number>>
  readonly languages: Readonly<Record<string, number>>
  /** ISO 8601, UTC. */
  readonly firstSeen: string
  readonly lastSeen: string
  /** Null: training saw nothing of the texts. */
  readonly nearest: (NearestIntent & { readonly isUnderstood: boolean }) | null
  /** Intents of the storyboard, the nearest first. */
  readonly near: readonly string[]
  readonly examples: readonly string[]
}

export interface DescribeOf {
  readonly storyboard: LocalStoryboard
  readonly mask: MaskText
  readonly examples: number
  readonly isUnmasked: boolean
}

export function describeGroup(
  { id, count, texts }: TextGroup<CollectedText>,
  { storyboard, mask, examples, isUnmasked }: DescribeOf,
): DescribedGroup {
  const shown = texts.slice(0, examples).map(({ text }) => (isUnmasked ? text : mask(text).shown))
  return {
    group: id,
    count,
    reasons: sum(texts.map(({ reasons }) => reasons)),
    languages: sum(texts.map(({ languages }) => languages)),
    firstSeen: new Date(Math.min(...texts.map(({ firstTs }) => firstTs))).toISOString(),
    lastSeen: new Date(Math.max(...texts.map(({ lastTs }) => lastTs))).toISOString(),
    ...nearestOf(texts, storyboard),
    examples: shown,
  }
}

function nearestOf(
  texts: readonly CollectedText[],
  storyboard: LocalStoryboard,
): Pick<DescribedGroup, 'nearest' | 'near'> {
  const { nearest, near } = findNearIntents(
    texts.map(({ text }) => text),
    storyboard.guess,
  )
  if (nearest === undefined) return { nearest: null, near }
  const [leader] = texts
  const now = storyboard.readIntent({ text: leader?.text ?? '', referenceTime: 0 })
  return { nearest: { ...nearest, isUnderstood: now === nearest.intent }, near }
}

/** The commonest first. */
function sum(all: readonly Counts[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const some of all) for (const [name, count] of some) counts.set(name, (counts.get(name) ?? 0) + count)
  return Object.fromEntries([...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)))
}

/** The first line and one for each example. */
export function groupLines({ group, count, reasons, languages, nearest, ...of }: DescribedGroup): string[] {
  const days = `${of.firstSeen.slice(0, 10)} to ${of.lastSeen.slice(0, 10)}`
  const near =
    nearest === null
      ? 'near no intent'
      : `nearest ${nearest.intent} ${nearest.confidence.toFixed(2)}${nearest.isUnderstood ? ', understood by now' : ''}`
  const head = `${group}  ${count} ${count === 1 ? 'text' : 'texts'}  ${list(reasons)}  ${list(languages)}  ${days}  ${near}`
  return [head, ...of.examples.map((text) => `    ${text}`)]
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

export const csvHeader = 'text,category,group,nearest,confidence'

/** The category is empty: a row counts when an author has filled it in. */
export function groupRows({ group, nearest, examples }: DescribedGroup): string[] {
  return examples.map((text) =>
    [quoted(text), '', group, nearest?.intent ?? 'none', nearest?.confidence.toFixed(2) ?? ''].join(','),
  )
}

/** A space in front keeps a spreadsheet from reading a text as a formula. Readers of these files take it off. */
function quoted(text: string): string {
  return `"${/^[=+@-]/.test(text) ? ' ' : ''}${text.replaceAll('"', '""')}"`
}
