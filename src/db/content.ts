import { sql, type Transaction } from 'kysely'
import { type ContentState, mergeStates, stateOf, unchanged } from '../domain/content-state.ts'
import type { PageEvent } from '../domain/event.ts'
import { found } from './found.ts'
import { findOnAnyDay } from './interaction-ids.ts'
import { givenValue } from './latest-value.ts'
import type { Database } from './schema.ts'

/**
 * Edits, hides, removals and unsends change the row of what they are about, whichever comes first. Two steps, each
 * repeatable: `recordContent` merges the changes into `contentState` in the events' own transaction; `applyContent`, after
 * its commit, writes the state onto the rows. Of two batches, one with the content and one with its change, the one that
 * commits later sees the other's rows, so the state always arrives; a crash in between repeats the job.
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

/** Creates the rows that are missing, locks all in order, merges, writes back. */
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
    .values(merged)
    .onDuplicateKeyUpdate({
      textTs: givenValue('textTs'),
      textSeq: givenValue('textSeq'),
      text: givenValue('text'),
      hiddenTs: givenValue('hiddenTs'),
      hidden: givenValue('hidden'),
      removedTs: givenValue('removedTs'),
    })
    .execute()
}

/** The rows that these events make or change show the latest state of their content. */
export async function applyContent(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const refs = new Map(
    events
      .flatMap(({ creates, changes }) => [creates, changes])
      .flatMap((ref) => (ref ? [[ref.key, ref.of]] : [])),
  )
  if (refs.size === 0) return
  const states = await findStates(transaction, [...refs.keys()].toSorted(), 'share')
  if (states.size === 0) return
  const changed = [...states.keys()]
  const rows = await idsOfPosts(
    transaction,
    changed.filter((key) => refs.get(key) === 'post'),
  )
  const single = changed.filter((key) => refs.get(key) === 'event')
  const elsewhere = await findOnAnyDay(
    transaction,
    single.filter((key) => !ids.has(key)),
  )
  for (const key of single) rows.set(key, [ids.get(key) ?? elsewhere.get(key) ?? ''])
  for (const [key, state] of states) {
    for (const id of rows.get(key) ?? []) if (id !== '') await showState(transaction, id, state)
  }
}

/** One of the two tables has the row; of the other nothing is touched. */
async function showState(transaction: Transaction<Database>, id: string, state: ContentState): Promise<void> {
  const { text, textTs, hidden, removedTs } = state
  const editedTs = textTs === null ? null : new Date(textTs)
  const removed = removedTs === null ? {} : { removedTs: new Date(removedTs) }
  const feed = {
    ...(editedTs === null ? {} : { message: text, edited_time: editedTs }),
    ...(hidden === null ? {} : { is_hidden: hidden ? 1 : 0 }),
    ...removed,
  }
  await transaction.updateTable('chanFacebookFeed').set(feed).where('kwInteractionId', '=', id).execute()
  const messenger = { ...(editedTs === null ? {} : { text, editedTs }), ...removed }
  if (Object.keys(messenger).length === 0) return
  await transaction
    .updateTable('chanFacebookMessenger')
    .set(messenger)
    .where('kwInteractionId', '=', id)
    .execute()
}

async function idsOfPosts(
  transaction: Transaction<Database>,
  keys: readonly string[],
): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map()
  const rows = await transaction
    .selectFrom('contentRow')
    .selectAll()
    .where('contentKey', 'in', keys.map(bytesOf))
    .execute()
  const byKey = Map.groupBy(rows, ({ contentKey }) => contentKey.toString('hex'))
  return new Map([...byKey].map(([key, ofKey]) => [key, ofKey.map(({ kwInteractionId }) => kwInteractionId)]))
}

/** Locked until the transaction ends: no newer state can be written, and shown, before this one is. */
async function findStates(
  transaction: Transaction<Database>,
  keys: readonly string[],
  lock: 'for update' | 'share',
): Promise<Map<string, ContentState>> {
  const rows = await transaction
    .selectFrom('contentState')
    .selectAll()
    .where('contentKey', 'in', keys.map(bytesOf))
    .orderBy('contentKey')
    .modifyEnd(lock === 'share' ? sql`lock in share mode` : sql`for update`)
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
