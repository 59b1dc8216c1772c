/**
 * Finds all entities of a text: the storyboard's by pattern and by list, and number, email, phone, date,
 * time and money.
 */
import type { EntityDefinition, UnderstoodEntity, Utterance } from '../../../domain/understanding.ts'
import { readPlain } from '../../../domain/plain-signs.ts'
import { longestText } from '../normalise.ts'
import { findContacts } from './contact.ts'
import { findDates } from './date.ts'
import type { FindEntities, Found } from './found.ts'
import { createFindListed } from './listed.ts'
import { findMoney } from './money.ts'
import { findNumbers } from './number.ts'
import { createFindPattern } from './pattern.ts'

/**
 * The storyboard's entities come first. A built-in entity inside one of them is left out. `usual` holds words that are
 * no typing mistakes.
 */
export function createFindEntities(
  definitions: readonly EntityDefinition[],
  usual: ReadonlySet<string> = new Set(),
): (utterance: Utterance) => readonly UnderstoodEntity[] {
  const own = definitions.map((definition) =>
    'pattern' in definition ? createFindPattern(definition) : createFindListed(definition, usual),
  )
  return (utterance) => {
    const { text, original } = readPlain(utterance.text.slice(0, longestText))
    const collect = (finders: readonly FindEntities[]) => finders.flatMap((find) => find(text, utterance))
    // Two entities of the storyboard may share words. Of built-in ones that overlap, the longest stays.
    const kept = withoutInner(toGroups(collect(own)), (a, b) => a.name === b.name)
    const builtIn = toGroups(collect([findContacts, findMoney, findDates, findNumbers]))
    for (const group of withoutInner(builtIn, () => true))
      if (!kept.some((other) => overlap(other, group))) kept.push(group)
    return kept
      .flatMap(({ found }) => found)
      .slice(0, mostEntities)
      .toSorted((a, b) => a.from - b.from)
      .map(({ from, text: read, ...entity }) => ({ ...entity, text: original(from, from + read.length) }))
  }
}

/** No real message has more. Those of the storyboard count first. */
const mostEntities = 40

/** One entity, or both ends of a range: they stay or go together. */
interface Group {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly found: readonly Found[]
}

function toGroups(found: readonly Found[]): readonly Group[] {
  const groups: Group[] = []
  for (const [at, one] of found.entries()) {
    const { name, from, text, part } = one
    const next = found[at + 1]
    if (part === 'to' && found[at - 1]?.part === 'from') continue
    const last = part === 'from' && next?.part === 'to' ? next : one
    const to = Math.max(from + text.length, last.from + last.text.length)
    groups.push({ name, from, to, found: last === one ? [one] : [one, last] })
  }
  return groups
}

function withoutInner(groups: readonly Group[], compete: (a: Group, b: Group) => boolean): Group[] {
  const kept: Group[] = []
  for (const one of groups.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
    if (!kept.some((other) => compete(one, other) && overlap(one, other))) kept.push(one)
  }
  return kept
}

function overlap(a: Group, b: Group): boolean {
  return a.from < b.to && b.from < a.to
}
