/** `pagebeat customer shared`: values that make no two ids one customer. */
import { userInfo } from 'node:os'
import { listShared, markShared } from '../../src/db/customers/shared-values.ts'
import { findListed } from '../../src/db/identity/listed-values.ts'
import { findIdRows } from '../../src/db/identity/customer-ids.ts'
import { resolveSoon } from '../../src/db/identity/link-now.ts'
import { planLinks } from '../../src/db/customers/plan-links.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import { isContactValue } from '../../src/identity/owners.ts'
import { Refused } from '../command-line/refused.ts'
import { printLine } from '../command-line/terminal.ts'
import { count } from './describe-import.ts'
import { listFound, type ListOptions } from './list-found.ts'
import { requireKey } from './named-customer.ts'
import { withIdentity } from './with-identity.ts'

const reasons: Readonly<Record<string, string>> = {
  listed: 'an operator listed it',
  cleared: 'an operator lets it merge although many have it',
  counted: 'many have it',
  bad_value: 'it names nobody',
  page: 'it is a Page',
}

const effects = {
  listed: 'merges nobody from now on',
  counted: 'is not listed any more: Pagebeat counts who has it',
  cleared: 'merges the ids that are linked to it, although many may have it',
} as const

export async function listSharedValues(options: ListOptions): Promise<void> {
  await listFound(options, listShared, (found) => {
    for (const { reason, owners, by, ...key } of found)
      printLine(
        `${nameOfKey(key)}  ${reasons[reason] ?? reason}${owners === undefined ? '' : ` (${count(owners, 'customer')})`}${by === undefined ? '' : `, ${by}`}`,
      )
    printLine(found.length === 0 ? 'No value is shared.' : count(found.length, 'value'))
  })
}

export async function addShared(value: string, { by }: { readonly by?: string }): Promise<void> {
  await change(value, { as: 'listed', by })
}

/** One that Pagebeat counted merges from now on; one that an operator listed is counted again. */
export async function removeShared(value: string, { by }: { readonly by?: string }): Promise<void> {
  await change(value, { as: 'not listed', by })
}

async function change(
  value: string,
  { as, by = userInfo().username }: { readonly as: 'listed' | 'not listed'; readonly by: string | undefined },
): Promise<void> {
  await withIdentity(async ({ db, rules, country }) => {
    const key = await requireKey({ db, country }, value)
    if (!isContactValue(key))
      throw new Refused(
        `${nameOfKey(key)} is of one customer by its kind: only e-mails, phones and your own kinds are shared`,
      )
    const ts = (await databaseTime(db))()
    const wasListed = (await findListed(db, [key])).get(nameOfKey(key)) === 'listed'
    const word = as === 'listed' ? 'listed' : wasListed ? 'counted' : 'cleared'
    await markShared(db, key, { as: word, by, ts })
    const { moves } = await planLinks(db, { seeds: [key], rules })
    await resolveSoon(db, [key], rules)
    const known = (await findIdRows(db, [key])).size > 0
    printLine(`${nameOfKey(key)} ${effects[word]}.`)
    printLine(known ? `${count(moves.length, 'customer')} changed.` : 'No customer has it yet.')
  })
}
