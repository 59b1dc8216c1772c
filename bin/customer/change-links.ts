/** `pagebeat customer link`, `merge`, `unlink` and `unmerge`: says what would move, asks, and does it. */
import { userInfo } from 'node:os'
import { findLink } from '../../src/db/customers/find-link.ts'
import { linkNow, resolveSoon } from '../../src/db/identity/link-now.ts'
import { type LinkPlan, planLinks } from '../../src/db/customers/plan-links.ts'
import { revokeLinks } from '../../src/db/identity/record-links.ts'
import { withoutForgottenLinks } from '../../src/db/identity/forgotten-links.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import { type CustomerKey, nameOfKey } from '../../src/domain/identity-link.ts'
import { toAgentLink } from '../../src/identity/agent-link.ts'
import type { KnownLink } from '../../src/identity/known-link.ts'
import { linksBetween } from '../../src/identity/links-between.ts'
import { openTombstones } from '../wiring/open-tombstones.ts'
import { Refused } from '../command-line/refused.ts'
import { printLine } from '../command-line/terminal.ts'
import { confirm } from './confirm.ts'
import { count } from './describe-import.ts'
import { describeLink } from '../../src/identity/describe-link.ts'
import { requireCustomer, requireKey } from './named-customer.ts'
import { type Identity, withIdentity } from './with-identity.ts'

export interface ChangeOptions {
  readonly yes?: true
  readonly by?: string
  readonly alsoForgotten?: true
}

export async function linkIds(a: string, b: string, options: ChangeOptions): Promise<void> {
  await withIdentity(async (identity) => {
    await addLink(identity, { a: await requireKey(identity, a), b: await requireKey(identity, b), options })
  })
}

export async function mergeCustomers(a: string, b: string, options: ChangeOptions): Promise<void> {
  await withIdentity(async (identity) => {
    const [one, other] = [await requireCustomer(identity, a), await requireCustomer(identity, b)]
    if (one.pId === other.pId) throw new Refused(`${a} and ${b} are one customer already: ${one.pId}`)
    await addLink(identity, { a: one.key, b: other.key, options })
  })
}

export async function unlink(linkId: string, options: ChangeOptions): Promise<void> {
  if (!/^\d{1,20}$/.test(linkId))
    throw new Refused('A link is named by its number. Find it: `pagebeat customer show <id>`')
  await withIdentity(async (identity) => {
    const link = await findLink(identity.db, linkId)
    if (link === undefined) throw new Refused(`There is no link ${linkId}`)
    if (link.revoked !== undefined) throw new Refused(`It is revoked already: ${describeLink(link)}`)
    await revoke(identity, { links: [link], options })
  })
}

export async function unmergeCustomers(a: string, b: string, options: ChangeOptions): Promise<void> {
  await withIdentity(async (identity) => {
    const [one, other] = [await requireCustomer(identity, a), await requireCustomer(identity, b)]
    if (one.pId !== other.pId)
      throw new Refused(`${a} and ${b} are two customers already: ${one.pId} and ${other.pId}`)
    const found = linksBetween(one, { from: one.key, to: other.key })
    if ('undo' in found) return await revoke(identity, { links: found.undo, options })
    throw new Refused(
      found.stay.length === 0
        ? `${a} and ${b} are ids of one customer since before links were kept: they cannot be taken apart`
        : ['No operator merged these two. They are one by:', ...found.stay.map(describeLink)].join('\n  ') +
            '\nTo take them apart, revoke these: `pagebeat customer unlink <number>`',
    )
  })
}

async function addLink(
  { db, rules }: Identity,
  { a, b, options }: { readonly a: CustomerKey; readonly b: CustomerKey; readonly options: ChangeOptions },
): Promise<void> {
  if (nameOfKey(a) === nameOfKey(b)) throw new Refused(`${nameOfKey(a)} is linked with itself already`)
  const ts = (await databaseTime(db))()
  const by = options.by ?? userInfo().username
  const link = toAgentLink({ a, b }, { by, ts })
  const tombstones = options.alsoForgotten ? undefined : await openTombstones(db)
  if ((await withoutForgottenLinks(db, [link], tombstones)).length === 0)
    throw new Refused(
      `${nameOfKey(a)} or ${nameOfKey(b)} is of a customer who was forgotten: nothing was linked. ` +
        'If they signed up anew, add --also-forgotten',
    )
  const plan = await planLinks(db, { added: [link], seeds: [a, b], rules })
  for (const line of describeMoves(plan)) printLine(line)
  if (!(await confirm(options.yes === true))) return
  await linkNow(db, [link], { tombstones, rules })
  printLine(`Done. To undo it: pagebeat customer unmerge ${nameOfKey(a)} ${nameOfKey(b)}`)
}

async function revoke(
  { db, rules }: Identity,
  { links, options }: { readonly links: readonly KnownLink[]; readonly options: ChangeOptions },
): Promise<void> {
  const seeds = links.flatMap(({ a, b }) => [a, b])
  for (const link of links) printLine(`Revokes ${describeLink(link)}`)
  const plan = await planLinks(db, { revokedIds: links.map(({ id }) => id), seeds, rules })
  for (const line of describeMoves(plan)) printLine(line)
  if (!(await confirm(options.yes === true))) return
  const ts = (await databaseTime(db))()
  const by = options.by ?? userInfo().username
  await revokeLinks(
    db,
    links.map(({ id }) => ({ linkId: id, by, ts })),
  )
  await resolveSoon(db, seeds, rules)
  printLine('Done. The link and its revocation are kept: `pagebeat customer show` prints both.')
}

function describeMoves({ moves, customers, shared }: LinkPlan): string[] {
  return [
    ...[...shared].map(
      ([name, { owners }]) =>
        `${name} merges nobody: ${owners === null ? 'it names nobody alone' : `${count(owners, 'customer')} have it`}.`,
    ),
    ...moves.map(
      ({ from, to, ids, interactions, turns }) =>
        `From ${from} to ${to}: ${ids.map(nameOfKey).join(', ')}, with ${count(interactions, 'interaction')} and ${count(turns, 'turn')}.`,
    ),
    ...(moves.length === 0 ? ['No rows move.'] : []),
    ...[...customers].map(([name, pId]) => `Then ${name} is of customer ${pId}.`),
  ]
}
