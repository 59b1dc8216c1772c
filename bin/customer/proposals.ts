/** `pagebeat customer proposals`: what customers typed of themselves, to accept or to refuse. */
import { userInfo } from 'node:os'
import { findLink } from '../../src/db/customers/find-link.ts'
import { planChange } from '../../src/db/customers/plan-change.ts'
import { findProposals } from '../../src/db/customers/proposals.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import { changeRefusals } from '../../src/domain/customer-change.ts'
import { openTombstones } from '../wiring/open-tombstones.ts'
import { Refused } from '../command-line/refused.ts'
import { printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { type ChangeOptions, linkIds, unlink } from './change-links.ts'
import { count } from './describe-import.ts'
import { describeLink } from '../../src/identity/describe-link.ts'
import { withIdentity } from './with-identity.ts'
import { listFound, type ListOptions } from './list-found.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import type { KnownLink } from '../../src/identity/known-link.ts'

export async function listProposals(options: ListOptions): Promise<void> {
  await listFound(options, findProposals, (found) => {
    for (const { link, a, b } of found) {
      printLine(describeLink(link))
      printLine(`  would make one customer of ${a} and ${b}`)
    }
    if (found.length === 0)
      return printLine('No proposal waits. Customers who type an e-mail or phone in a chat make them.')
    printLine(
      `${count(found.length, 'proposal')}. Next: pagebeat customer proposals accept <number>, or refuse <number>`,
    )
  })
}

/** The operator says the same as the customer: that is a link of its own. */
export async function acceptProposal(linkId: string, options: ChangeOptions): Promise<void> {
  const { a, b } = await requireProposal(linkId)
  await linkIds(nameOfKey(a), nameOfKey(b), options)
}

export async function refuseProposal(linkId: string, options: ChangeOptions): Promise<void> {
  await requireProposal(linkId)
  await unlink(linkId, { ...options, yes: true })
}

/** The claim of the refused proposal is stored again, under a new number. */
export async function restoreProposal(
  linkId: string,
  { by = userInfo().username }: ChangeOptions,
): Promise<void> {
  await withIdentity(async ({ db, rules }) => {
    const ts = (await databaseTime(db))()
    const tombstones = await openTombstones(db)
    const planned = await planChange(db, { act: 'restore', linkId }, { rules, tombstones, by, ts })
    if (planned.is === 'refused') throw new Refused(changeRefusals[planned.reason])
    await linkNow(db, [planned.link], { tombstones, rules })
    printLine('Done. The proposal waits again: `pagebeat customer proposals list`')
  })
}

/** Throws Refused where the link is no claim, or is revoked. */
async function requireProposal(linkId: string): Promise<KnownLink> {
  const link = await withDatabase(async (db) => await findLink(db, linkId))
  if (link === undefined || link.strength !== 'claimed' || link.revoked !== undefined)
    throw new Refused(`No proposal ${linkId} waits. List them: \`pagebeat customer proposals list\``)
  return link
}
