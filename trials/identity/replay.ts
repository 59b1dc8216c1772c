/** Plays histories of events, links, revocations and facts against a real database. */
import { sql, type Kysely } from 'kysely'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { recordLinks, revokeLinks } from '../../src/db/identity/record-links.ts'
import { createSettling } from '../../src/db/identity/settle-evidence.ts'
import { recordFacts } from '../../src/db/identity/profile-facts.ts'
import { resolveCustomers } from '../../src/db/identity/resolve-customers.ts'
import { inTransaction } from '../../src/db/mysql/in-transaction.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { withoutForgottenLinks } from '../../src/db/identity/forgotten-links.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { type IdentityLink, linkKey } from '../../src/domain/identity-link.ts'
import type { ProfileFact } from '../../src/domain/profile-fact.ts'
import { type Random, setting, shuffled } from './random-history.ts'

export type Deed =
  | { readonly do: 'event'; readonly event: PageEvent }
  | { readonly do: 'link'; readonly link: IdentityLink }
  | { readonly do: 'revoke'; readonly link: IdentityLink }
  | { readonly do: 'fact'; readonly fact: ProfileFact }
  | { readonly do: 'resolve' }

const { rules } = setting

/**
 * Performs one thing after the other. Some links are told by an event, others are recorded and looked at later. A link that
 * is to be revoked is recorded first, if it is not there.
 */
export function createPlayer(db: Kysely<Database>): (deed: Deed) => Promise<void> {
  const { record } = createEventRecorder(db, { identityRules: rules })
  const settle = createSettling(db, { rules })
  return async function perform(deed) {
    if (deed.do === 'event') return void (await record([deed.event]))
    if (deed.do === 'resolve') return void (await resolveCustomers(db, { rules }))
    if (deed.do === 'fact')
      return await inTransaction(db, (transaction) => recordFacts(transaction, [deed.fact]))
    if (deed.do === 'link' && isTold(deed.link))
      return void (await settle([{ links: [deed.link], earlier: [], marked: [] }]))
    await recordLinks(db, await withoutForgottenLinks(db, [deed.link], undefined))
    if (deed.do === 'link') return
    const row = await db
      .selectFrom('identityLink')
      .select('id')
      .where('linkKey', '=', Buffer.from(linkKey(deed.link), 'hex'))
      .executeTakeFirstOrThrow()
    await revokeLinks(db, [{ linkId: row.id, by: 'trial', ts: 1 }])
  }
}

const isTold = (link: IdentityLink) => linkKey(link) > '4'

/** The deeds of each list in their order, but links that follow each other at once; the lists beside each other. At the end nothing is left to resolve. */
export async function replay(db: Kysely<Database>, lists: readonly (readonly Deed[])[]): Promise<void> {
  await Promise.all(
    lists.map(async (deeds) => {
      const perform = createPlayer(db)
      let links: Promise<void>[] = []
      for (const deed of deeds) {
        if (deed.do === 'link') {
          links.push(perform(deed))
          continue
        }
        await Promise.all(links)
        links = []
        await perform(deed)
      }
      await Promise.all(links)
    }),
  )
  const { left } = await resolveCustomers(db, { rules })
  if (left > 0) throw new Error(`${left} ids are left to resolve`)
}

/** `lastUpdated` is the time of writing, and row numbers depend on the order. */
const queries = {
  chan2Profile: 'select * from chan2Profile order by cidType, channelId',
  interaction: `select hex(eventKey) as k, pId, originPId from interaction order by k`,
  turn: `select hex(i.eventKey) as k, t.pId from turn t join interaction i using (kwInteractionId) order by k`,
  profile: 'select * from profile order by pId',
  profileFacebook: 'select * from profileFacebook order by pId',
  originProfile: 'select * from originProfile order by pId',
  originFacebook: 'select * from originFacebook order by pId',
  derivedProfile: 'select * from derivedProfile order by pId',
  profileFact: 'select * from profileFact order by originPId, name, strength',
  sharedValue: 'select * from sharedValue order by cidType, channelId',
} as const

export type Snapshot = Readonly<Record<string, readonly string[]>>

/** Every table that depends on who is who, as texts. */
export async function takeSnapshot(
  db: Kysely<Database>,
  { withTimes = false }: { readonly withTimes?: boolean } = {},
): Promise<Snapshot> {
  const snapshot: Record<string, string[]> = {}
  for (const [table, query] of Object.entries(queries)) {
    const { rows } = await sql<object>`${sql.raw(query)}`.execute(db)
    snapshot[table] = rows.map((row) =>
      JSON.stringify(row, (name, value: unknown) =>
        name === 'lastUpdated' && !withTimes ? undefined : value,
      ),
    )
  }
  return snapshot
}

/** The first lines that differ; undefined: none does. */
export function differenceOf(found: Snapshot, expected: Snapshot): string | undefined {
  for (const [table, rows] of Object.entries(expected)) {
    const more = found[table]?.filter((row) => !rows.includes(row)) ?? []
    const missing = rows.filter((row) => found[table]?.includes(row) !== true)
    if (more.length + missing.length > 0)
      return [
        table,
        ...more.slice(0, 4).map((row) => `  is     ${row}`),
        ...missing.slice(0, 4).map((row) => `  wanted ${row}`),
      ].join('\n')
  }
  return undefined
}

/** All rows of all tables that a replay writes are deleted. */
export async function emptyAll(db: Kysely<Database>): Promise<void> {
  for (const table of [
    ...Object.keys(queries),
    'identityLink',
    'identityTouched',
    'chanFacebookFeed',
    'contentState',
  ])
    await sql`delete from ${sql.table(table)}`.execute(db)
}

/**
 * Empties the tables and replays the deeds in another order, with customers resolved in between: one after the other,
 * then by all recorders at once. Returns the first difference from the expected rows, if there is any.
 */
export async function findDifference(
  db: Kysely<Database>,
  deeds: readonly Deed[],
  {
    random,
    recorders,
    expected,
  }: {
    readonly random: Random
    readonly recorders: number
    readonly expected: Awaited<ReturnType<typeof takeSnapshot>>
  },
): Promise<string | undefined> {
  const mixed = shuffled(random, deeds).flatMap((deed): Deed[] =>
    random() < 0.3 ? [deed, { do: 'resolve' }] : [deed],
  )
  const lanes = Array.from({ length: recorders }, (_, lane) =>
    mixed.filter((_deed, at) => at % recorders === lane),
  )
  for (const lists of [[mixed], lanes]) {
    await emptyAll(db)
    await replay(db, lists)
    const difference = differenceOf(await takeSnapshot(db), expected)
    if (difference !== undefined) return `${lists.length} at once: ${difference}`
  }
  return undefined
}
