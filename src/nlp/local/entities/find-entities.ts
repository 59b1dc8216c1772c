/**
 * Finds all entities of a text: the storyboard's by pattern and by list, and number, email, phone, date and money.
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
    const kept = withoutInner(collect(own), (a, b) => a.name === b.name)
    for (const found of collect([findContacts, findMoney, findDates, findNumbers])) {
      if (!kept.some((other) => overlap(other, found))) kept.push(found)
    }
    return kept
      .toSorted((a, b) => a.from - b.from)
      .map(({ from, text: read, ...entity }) => ({ ...entity, text: original(from, from + read.length) }))
  }
}

function withoutInner(found: readonly Found[], compete: (a: Found, b: Found) => boolean): Found[] {
  const kept: Found[] = []
  for (const one of found.toSorted((a, b) => b.text.length - a.text.length)) {
    if (!kept.some((other) => compete(one, other) && overlap(one, other))) kept.push(one)
  }
  return kept
}

function overlap(a: Found, b: Found): boolean {
  return a.from < b.from + b.text.length && b.from < a.from + a.text.length
}
