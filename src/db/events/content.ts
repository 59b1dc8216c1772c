import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { type ContentState, mergeStates, stateOf, unchanged } from '../../domain/content-state.ts'
import type { ContentRef, PageEvent } from '../../domain/event.ts'
import { found } from '../mysql/require-found.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import { findOnAnyDay } from './interaction-ids.ts'
import { databaseNow } from '../mysql/database-clock.ts'
import { givenValue } from '../mysql/latest-value.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * Edits, hides, removals and unsends change the row of their content, whichever event comes first. There are two
 * steps, and both can be repeated. `recordContent` merges the changes into `contentState` in the transaction of the
 * events. After its commit, `applyContent` writes the state to the rows. If one batch has the content and another its
 * change, the one that commits later sees the other's rows, so the state always arrives. A crash in between repeats
 * the job.
 */
export async function recordContent(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  await recordPostRows(transaction, events, ids)
  const changes = new Map<string, ContentState>()
  for (const { changes: change, ts } of events) {
    if (change === undefined) continue
    changes.set(change.key, mergeStates(changes.get(change.key) ?? unchanged, stateOf(change, ts)))
  }
  if (changes.size > 0) await mergeInto(transaction, changes)
}

async function recordPostRows(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = events
    .flatMap(({ creates, key }) =>
      creates?.of === 'post' ? [{ contentKey: creates.key, id: found(ids, key) }] : [],
    )
    .toSorted((a, b) => (a.contentKey < b.contentKey ? -1 : 1))
  if (rows.length === 0) return
  await transaction
    .insertInto('contentRow')
    .values(rows.map(({ contentKey, id }) => ({ contentKey: bytesOf(contentKey), kwInteractionId: id })))
    .onDuplicateKeyUpdate(({ ref }) => ({ kwInteractionId: ref('contentRow.kwInteractionId') }))
    .execute()
}

/** Creates the missing rows, locks all rows in order, merges the states and writes them. */
async function mergeInto(
  transaction: Transaction<Database>,
  changes: ReadonlyMap<string, ContentState>,
): Promise<void> {
  const keys = [...changes.keys()].toSorted()
  await transaction
    .insertInto('contentState')
    .values(keys.map((key) => ({ contentKey: bytesOf(key) })))
    .onDuplicateKeyUpdate(({ ref }) => ({ contentKey: ref('contentState.contentKey') }))
    .execute()
  const known = await findStates(transaction, keys, 'for update')
  const merged = keys.map((key) =>
    rowOf(key, mergeStates(known.get(key) ?? unchanged, changes.get(key) ?? unchanged)),
  )
  await transaction
    .insertInto('contentState')
    .values(merged.map((row) => ({ ...row, textSeenTs: row.textTs === null ? null : databaseNow })))
    .onDuplicateKeyUpdate({
      textSeenTs: sql<string>`if(contentState.textTs <=> values(textTs) and contentState.text <=> values(text), contentState.textSeenTs, values(textSeenTs))`,
      textTs: givenValue('textTs'),
      textSeq: givenValue('textSeq'),
      text: givenValue('text'),
      hiddenTs: givenValue('hiddenTs'),
      hidden: givenValue('hidden'),
      removedTs: givenValue('removedTs'),
      maskedTs: sql<string>`null`, // a repeated edit brings its words again
    })
    .execute()
}

/** The rows that these events create or change show the latest state of their content. */
export async function applyContent(
  db: Kysely<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const refs = new Map(
    events
      .flatMap(({ creates, changes }) => [creates, changes])
      .flatMap((ref) => (ref ? [[ref.key, ref.of]] : [])),
  )
  const changed = await findStates(db, [...refs.keys()].toSorted())
  if (changed.size === 0) return // nearly always, as most content never changes
  await inTransaction(db, (transaction) =>
    showStates(transaction, new Map([...changed.keys()].map((key) => [key, refs.get(key)])), ids),
  )
}

async function showStates(
  transaction: Transaction<Database>,
  refs: ReadonlyMap<string, ContentRef['of'] | undefined>,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const states = await findStates(transaction, [...refs.keys()], 'share')
  const changed = Map.groupBy(states.keys(), (key) => refs.get(key))
  const single = [...(changed.get('comment') ?? []), ...(changed.get('message') ?? [])]
  const elsewhere = await findOnAnyDay(
    transaction,
    single.filter((key) => !ids.has(key)),
  )
  const rowsOf = (key: string): readonly ShownRow[] => {
    const id = ids.get(key) ?? elsewhere.get(key)
    return id === undefined ? [] : [{ key, id }]
  }
  const ofPosts = await findRowsOfPosts(transaction, changed.get('post') ?? [])
  await showInFeed(transaction, [...ofPosts, ...(changed.get('comment') ?? []).flatMap(rowsOf)])
  await showInMessenger(transaction, (changed.get('message') ?? []).flatMap(rowsOf))
}

/** A row that shows the state of some content. */
interface ShownRow {
  readonly key: string
  readonly id: string
}

async function showInFeed(transaction: Transaction<Database>, rows: readonly ShownRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update chanFacebookFeed f join (${shownRows(rows)}) r on r.id = f.kwInteractionId
    join contentState s on s.contentKey = r.contentKey
    set f.message = if(s.textTs is null, f.message, s.text),
      f.edited_time = if(s.textTs is null, f.edited_time, ${timeOf('s.textTs')}),
      f.is_hidden = coalesce(s.hidden, f.is_hidden),
      f.removedTs = coalesce(${timeOf('s.removedTs')}, f.removedTs)`.execute(transaction)
}

async function showInMessenger(transaction: Transaction<Database>, rows: readonly ShownRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update chanFacebookMessenger m join (${shownRows(rows)}) r on r.id = m.kwInteractionId
    join contentState s on s.contentKey = r.contentKey
    set m.text = if(s.textTs is null, m.text, s.text),
      m.editedTs = if(s.textTs is null, m.editedTs, ${timeOf('s.textTs')}),
      m.removedTs = coalesce(${timeOf('s.removedTs')}, m.removedTs)`.execute(transaction)
}

function shownRows(rows: readonly ShownRow[]): RawBuilder<unknown> {
  const selects = rows.map(
    ({ id, key }) =>
      sql`select cast(${id} as unsigned) as id, cast(${bytesOf(key)} as binary(16)) as contentKey`,
  )
  return sql.join(selects, sql` union all `)
}

/** A column of ms as DATETIME(3). On older servers from_unixtime() would end in 2038. */
function timeOf(column: string): RawBuilder<Date> {
  return sql`cast(timestampadd(microsecond, ${sql.ref(column)} * 1000, '1970-01-01 00:00:00.000') as datetime(3))`
}

async function findRowsOfPosts(
  transaction: Transaction<Database>,
  keys: readonly string[],
): Promise<ShownRow[]> {
  if (keys.length === 0) return []
  const rows = await transaction
    .selectFrom('contentRow')
    .selectAll()
    .where('contentKey', 'in', keys.map(bytesOf))
    .execute()
  return rows.map(({ contentKey, kwInteractionId }) => ({
    key: contentKey.toString('hex'),
    id: kwInteractionId,
  }))
}

/** Locks the states until the transaction ends, so that no newer state is written and shown before this one. */
async function findStates(
  db: Kysely<Database>,
  keys: readonly string[],
  lock?: 'for update' | 'share',
): Promise<Map<string, ContentState>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('contentState')
    .selectAll()
    .where('contentKey', 'in', keys.map(bytesOf))
    .orderBy('contentKey')
    .$if(lock !== undefined, (query) =>
      query.modifyEnd(lock === 'share' ? sql`lock in share mode` : sql`for update`),
    )
    .execute()
  return new Map(
    rows.map((row) => [
      row.contentKey.toString('hex'),
      {
        textTs: numberOf(row.textTs),
        textSeq: row.textSeq,
        text: row.text,
        hiddenTs: numberOf(row.hiddenTs),
        hidden: row.hidden === null ? null : row.hidden === 1,
        removedTs: numberOf(row.removedTs),
      },
    ]),
  )
}

function rowOf(key: string, state: ContentState) {
  return { ...state, contentKey: bytesOf(key), hidden: state.hidden === null ? null : Number(state.hidden) }
}

function numberOf(bigint: string | null): number | null {
  return bigint === null ? null : Number(bigint)
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key, 'hex')
}
