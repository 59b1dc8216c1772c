/** The result of a replay, as lines. */
import type { Change, ChangeKind, KnownChange } from '../../src/nlp/learn/compare-models.ts'
import type { Compared } from './compare.ts'

export function comparisonLines({ texts, same, changes, known, agentReplied, foreign }: Compared): string[] {
  return [
    `${counted(texts, 'text')}, ${same} understood as before, ${texts - same} not`,
    ...kinds.flatMap(({ kind, title }) => changesOf(kind, title, changes)),
    ...knownLines(known),
    ...(agentReplied.texts === 0
      ? []
      : [
          `An agent replied to ${agentReplied.texts} of them right after the bot. ${agentReplied.changed} of these are understood otherwise now.`,
        ]),
    ...(foreign === 0
      ? []
      : [`${counted(foreign, 'more text')} understood by wit.ai, Facebook or a reader: not compared.`]),
  ]
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

const kinds: readonly { readonly kind: ChangeKind; readonly title: string }[] = [
  { kind: 'other_intent', title: 'another intent' },
  { kind: 'lost', title: 'no longer understood' },
  { kind: 'gained', title: 'understood now' },
]

function changesOf(kind: ChangeKind, title: string, changes: readonly Change[]): string[] {
  const some = changes.filter((change) => change.kind === kind)
  if (some.length === 0) return []
  const total = some.reduce((sum, { count }) => sum + count, 0)
  return [`${title}: ${total}`, ...some.flatMap(changeLines)]
}

function changeLines({ before, after, count, examples }: Omit<Change, 'kind'>): string[] {
  return [`  ${count}  ${before ?? 'none'} → ${after ?? 'none'}`, ...examples.map((text) => `       ${text}`)]
}

function knownLines({ texts, rightBefore, rightAfter, worse, better }: Compared['known']): string[] {
  if (texts === 0) return []
  return [
    `Of ${counted(texts, 'text')} whose intent is known, right before: ${rightBefore}, right now: ${rightAfter}.`,
    ...knownChanges('right before, wrong now', worse),
    ...knownChanges('wrong before, right now', better),
  ]
}

function knownChanges(title: string, changes: readonly KnownChange[]): string[] {
  if (changes.length === 0) return []
  const total = changes.reduce((sum, { count }) => sum + count, 0)
  return [`${title}: ${total}`, ...changes.flatMap(changeLines)]
}
