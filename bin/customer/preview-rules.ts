/** `pagebeat customer preview`: which customers of the whole database a rule would merge, and why. Changes nothing. */
import { findNumbered, findSameValues } from '../../src/db/customers/find-same-values.ts'
import { findProposals } from '../../src/db/customers/proposals.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import { isBadValue, toEmail, toPhone } from '../../src/identity/contact-values.ts'
import {
  type MergeRule,
  mergeRules,
  type ProposedPair,
  toPairs,
  toTypedPairs,
} from '../../src/identity/merge-rules.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { count } from './describe-import.ts'
import { type Identity, withIdentity } from './with-identity.ts'

export interface PreviewOptions {
  readonly rule?: string
  readonly limit: number
  readonly json?: true
}

export async function previewRules({ rule, limit, json }: PreviewOptions): Promise<void> {
  const wanted = rule === undefined ? mergeRules : mergeRules.filter((known) => known === rule)
  if (wanted.length === 0)
    throw new Refused(`There is no rule ${JSON.stringify(rule)}: use one of ${mergeRules.join(', ')}`)
  await withIdentity(async (identity) => {
    const found: Preview[] = []
    for (const each of wanted) found.push(await preview(identity, each, limit))
    const pairs = found.flatMap((each) => each.pairs).slice(0, limit)
    const refused = found.flatMap((each) => each.refused)
    if (json) return printJson({ pairs, refused: refused.slice(0, limit) }, 2)
    for (const { a, b, reason } of pairs) printLine(`${a}  ${b}  ${reason}`)
    for (const reason of refused.slice(0, limit)) printLine(reason)
    if (pairs.length === 0) return printLine('No pair: these rules would merge nobody.')
    printLine(
      `${count(pairs.length, 'pair')}. Nothing was changed. To merge one: pagebeat customer merge <a> <b>`,
    )
  })
}

interface Preview {
  readonly pairs: readonly ProposedPair[]
  readonly refused: readonly string[]
}

async function preview({ db, country, rules }: Identity, rule: MergeRule, limit: number): Promise<Preview> {
  if (rule === 'claimed') {
    const proposals = await findProposals(db, limit)
    const typed = proposals.map(({ link, a, b }) => ({
      id: link.id,
      typed: nameOfKey(link.a.kind === 'facebook' ? link.b : link.a),
      a,
      b,
    }))
    return { pairs: toTypedPairs(typed), refused: [] }
  }
  const groups = await findSameValues(db, rule, (text) => {
    const value = rule === 'email' ? toEmail(text) : toPhone(text, country)
    return value === undefined || isBadValue({ kind: rule, value }) ? undefined : value
  })
  const pairs: ProposedPair[] = []
  const refused: string[] = []
  for (const group of groups) {
    const numbered = group.pIds.length > 1_000 ? new Set(group.pIds) : await findNumbered(db, group.pIds)
    const found = toPairs(group, { sharedAt: rules.sharedAt, isNumbered: (pId) => numbered.has(pId) })
    pairs.push(...found.pairs)
    if (found.refused !== undefined) refused.push(found.refused)
  }
  return { pairs, refused }
}
