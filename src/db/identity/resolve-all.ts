/** Looks at every customer again: after another `identity.sharedAt`, or where the tables were changed by hand. */
import type { Kysely } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { explore, type IdentityRules } from '../../identity/explore.ts'
import { createKeySet } from '../../identity/key-set.ts'
import { planChanges } from '../../identity/plan-changes.ts'
import type { Database } from '../mysql/schema.ts'
import { readIdentityRules } from './identity-rules.ts'
import { type ResolvedIds, resolveIds } from './resolve-customers.ts'
import { createSparingReader, readListedOnce } from './sparing-reader.ts'

export interface ResolveAllOptions {
  readonly rules?: Partial<IdentityRules>
  /** Customers that are looked at side by side. */
  readonly atOnce?: number
  readonly onProgress?: (progress: ResolveProgress) => void
}

export interface ResolveProgress {
  /** Rows of links that were read. */
  readonly links: number
  /** Ids that were looked at. */
  readonly ids: number
  /** Ids whose row changed. */
  readonly changed: number
}

const linksAtOnce = 1_000
/** All customers of these ids are written in one transaction: events of theirs wait for it. */
const seedsAtOnce = 2 * linksAtOnce
/** Ids that are read at a time: few of them were not looked at by their links. */
const idsRead = 10_000

/**
 * Every id that a link names, or that belongs to a customer of several origins, has the customer that the links say. May
 * be stopped and begun again, and runs beside the workers. It holds 16 bytes of each id in memory. Throws
 * DatabaseBusyError (retry).
 */
export async function resolveAll(
  db: Kysely<Database>,
  { rules, atOnce = 4, onProgress }: ResolveAllOptions = {},
): Promise<ResolveProgress> {
  const all = { ...(await readIdentityRules(db)), ...rules }
  const listed = await readListedOnce(db)
  const seen = createKeySet()
  const progress = { links: 0, ids: 0, changed: 0 }
  /** After a batch with changes, the next one is locked before it is looked at, not looked at twice. */
  let isChanging = false

  async function lookAt(keys: readonly CustomerKey[]): Promise<void> {
    const fresh = [...new Map(keys.map((key) => [nameOfKey(key), key]))].filter(([name]) => !seen.has(name))
    for (const [name] of fresh) seen.add(name)
    for (let from = 0; from < fresh.length; from += seedsAtOnce) {
      const seeds = fresh.slice(from, from + seedsAtOnce).map(([, key]) => key)
      const { changed, names } = await (isChanging
        ? resolveIds(db, seeds, { rules: all })
        : resolveWrong(seeds))
      for (const name of names) seen.add(name)
      progress.changed += changed
      isChanging = changed > 0
    }
  }

  /** Where all is right, nothing is locked. */
  async function resolveWrong(seeds: readonly CustomerKey[]): Promise<ResolvedIds> {
    const found = await explore(createSparingReader(db, listed), seeds, all)
    const { changed, dead } = planChanges(found)
    const wrong = [...changed, ...dead]
    if (wrong.length === 0) return { changed: 0, names: new Set(found.keys.keys()) }
    const resolved = await resolveIds(db, wrong, { rules: all, found })
    return { ...resolved, names: new Set([...found.keys.keys(), ...resolved.names]) }
  }

  async function drain(batches: AsyncIterator<Batch>): Promise<void> {
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
      await lookAt(next.value.keys)
      progress.links += next.value.links
      progress.ids = seen.size
      onProgress?.({ ...progress })
    }
  }

  const batches = allBatches(db)
  await Promise.all(Array.from({ length: atOnce }, () => drain(batches)))
  return progress
}

interface Batch {
  readonly keys: readonly CustomerKey[]
  readonly links: number
}

/** Several may ask for the next one at once: a generator gives one after the other. */
async function* allBatches(db: Kysely<Database>): AsyncGenerator<Batch, void> {
  for (let after = '0'; ;) {
    const rows = await db
      .selectFrom('identityLink')
      .select(['id', 'aCidType', 'aChannelId', 'bCidType', 'bChannelId'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(linksAtOnce)
      .execute()
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.id
    yield {
      links: rows.length,
      keys: rows.flatMap((row) => [
        { kind: row.aCidType, value: row.aChannelId },
        { kind: row.bCidType, value: row.bChannelId },
      ]),
    }
  }
  for (let next = mergedAfter(db, undefined); ;) {
    const keys = await next
    if (keys.length === 0) return
    next = mergedAfter(db, keys.at(-1)) // while these are looked at
    next.catch(() => undefined) // it is awaited in its turn
    yield { links: 0, keys }
  }
}

/** Ids of customers of several origins, in the order of the key. */
async function mergedAfter(db: Kysely<Database>, after: CustomerKey | undefined): Promise<CustomerKey[]> {
  let query = db
    .selectFrom('chan2Profile')
    .select(['channelId', 'cidType'])
    .where(({ or, eb }) =>
      or([eb('originPId', 'is not', null), eb('shared', '=', 1), eb('firstTs', 'is', null)]),
    )
  if (after !== undefined)
    query = query.where(({ or, and, eb }) =>
      or([
        eb('channelId', '>', after.value),
        and([eb('channelId', '=', after.value), eb('cidType', '>', after.kind)]),
      ]),
    )
  const rows = await query.orderBy('channelId').orderBy('cidType').limit(idsRead).execute()
  return rows.map(({ channelId, cidType }) => ({ kind: cidType, value: channelId }))
}
