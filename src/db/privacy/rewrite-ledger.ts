/** Takes a customer's events out of the raw ledger, whose groups hold the events of many. */
import { type Kysely, sql } from 'kysely'
import { names, type PersonTraces, withoutPerson } from '../../facebook/without-person.ts'
import { type LedgerBody, type LedgerPart, packBodies, unpackBodies } from '../events/ledger-bytes.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import type { DatedContent } from './person-contents.ts'

export interface LedgerRange {
  /** Rows that arrived in this time, ms. */
  readonly fromTs: number
  readonly toTs: number
  /** What deliveries of a time may name, besides the ids. */
  readonly contents: readonly DatedContent[]
  /** Where an earlier call stopped. */
  readonly progress?: string | undefined
}

export interface LedgerDone {
  /** Pass it as `progress` to go on after what is done. */
  readonly progress: string
  readonly rewritten: number
  readonly deleted: number
}

const rowsAtOnce = 2_000
/** Chunks that the server looks through at the same time. */
const lanes = 4
/** Where more texts are looked for, the rows are read here. */
const mostSearched = 64

/**
 * Rows of this time hold nothing of the customer, and the others' events byte for byte. A row whose events are all the
 * customer's is deleted. The server looks for the ids, so that only the rows with them travel. `onDone` is called after
 * each few thousand rows. May be repeated.
 */
export async function rewriteLedger(
  db: Kysely<Database>,
  ids: ReadonlySet<string>,
  range: LedgerRange,
  onDone: (done: LedgerDone) => Promise<void>,
): Promise<void> {
  if (ids.size === 0 && range.contents.length === 0) return
  const traces: PersonTraces = { ids, contents: new Set(range.contents.map(({ id }) => id)) }
  let from = cursorOf(range.progress) ?? { receivedTs: new Date(range.fromTs), id: '0' }
  for (;;) {
    const chunks: Chunk[] = []
    while (chunks.length < lanes) {
      const to = await findEnd(db, from, range.toTs)
      if (to === undefined) break
      chunks.push({ from, to })
      from = to
    }
    if (chunks.length === 0) return
    const done = await Promise.all(
      chunks.map((chunk) =>
        rewriteChunk(db, traces, { ...chunk, words: wordsOf(chunk, ids, range.contents) }),
      ),
    )
    await onDone({
      progress: `${from.receivedTs.toISOString()} ${from.id}`,
      rewritten: done.reduce((sum, { rewritten }) => sum + rewritten, 0),
      deleted: done.reduce((sum, { deleted }) => sum + deleted, 0),
    })
  }
}

/** Facebook repeats a delivery for 36 hours. A clock may be wrong by some minutes. */
const repeatedForMs = 37 * 3_600_000
const clockMs = 10 * 60_000

function wordsOf({ from, to }: Chunk, ids: Iterable<string>, contents: readonly DatedContent[]): string[] {
  const earliest = from.receivedTs.getTime() - repeatedForMs
  const latest = to.receivedTs.getTime() + clockMs
  const dated = contents.filter(({ ts }) => ts >= earliest && ts <= latest).map(({ id }) => id)
  return [...new Set([...ids, ...dated])]
}

interface Cursor {
  readonly receivedTs: Date
  readonly id: string
}

interface Chunk {
  /** Without this row. */
  readonly from: Cursor
  /** With this row. */
  readonly to: Cursor
}

function cursorOf(progress: string | undefined): Cursor | undefined {
  const [time, id] = progress?.split(' ') ?? []
  return time === undefined || id === undefined ? undefined : { receivedTs: new Date(time), id }
}

/** The last row of the next chunk: by the index on receivedTs alone. */
async function findEnd(db: Kysely<Database>, from: Cursor, toTs: number): Promise<Cursor | undefined> {
  const rows = await again(() =>
    db
      .selectFrom('webhookDelivery')
      .select(['receivedTs', 'id'])
      .where(({ or, and, eb }) =>
        or([
          eb('receivedTs', '>', from.receivedTs),
          and([eb('receivedTs', '=', from.receivedTs), eb('id', '>', from.id)]),
        ]),
      )
      .where('receivedTs', '>=', from.receivedTs)
      .where('receivedTs', '<=', new Date(toTs))
      .orderBy('receivedTs')
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute(),
  )
  return rows.at(-1)
}

async function rewriteChunk(
  db: Kysely<Database>,
  traces: PersonTraces,
  { from, to, words }: Chunk & { readonly words: readonly string[] },
): Promise<{ rewritten: number; deleted: number }> {
  const isFew = words.length <= mostSearched
  const found = isFew
    ? sql.join(
        [...words, '{"base64":', '{"part":'].map((word) => sql`locate(cast(${word} as binary), raw) > 0`),
        sql` or `,
      )
    : sql`true`
  const { rows } = await again(() =>
    sql<{ id: string }>`select id from (
      select id, uncompress(bodies) as raw from webhookDelivery
      where receivedTs >= ${from.receivedTs} and receivedTs <= ${to.receivedTs}
        and (receivedTs > ${from.receivedTs} or id > ${from.id})
        and (receivedTs < ${to.receivedTs} or id <= ${to.id})
      limit ${sql.lit(10 * rowsAtOnce)} -- so that each row is unpacked once
    ) chunk where ${found}`.execute(db),
  )
  const ids = rows.map(({ id }) => id)
  let [rewritten, deleted] = [0, 0]
  for (let at = 0; at < ids.length; at += 100) {
    const done = await inTransaction(db, async (transaction) => {
      const locked = await transaction
        .selectFrom('webhookDelivery')
        .select(['id', 'receivedTs', 'bodies'])
        .where('id', 'in', ids.slice(at, at + 100))
        .orderBy('id')
        .forUpdate()
        .execute()
      return await rewriteRows(transaction, locked, traces)
    })
    rewritten += done.rewritten
    deleted += done.deleted
  }
  return { rewritten, deleted }
}

interface LockedRow {
  readonly id: string
  readonly receivedTs: Date
  readonly bodies: Buffer
}

async function rewriteRows(
  db: Kysely<Database>,
  rows: readonly LockedRow[],
  traces: PersonTraces,
): Promise<{ rewritten: number; deleted: number }> {
  const split = rows.map((row) => ({ ...row, list: unpackBodies(row.bodies) }))
  const cut = namedParts(split, traces)
  let [rewritten, deleted] = [0, 0]
  for (const { id, receivedTs, list } of split) {
    const left = list.flatMap((body) =>
      isPart(body) && cut.has(nameOfPart(receivedTs, body)) ? [] : withoutPersonIn(body, traces),
    )
    if (left.length === list.length && left.every((body, at) => body === list[at])) continue
    if (left.length === 0) {
      await db.deleteFrom('webhookDelivery').where('id', '=', id).execute()
      deleted += 1
      continue
    }
    const { bytes, packed } = packBodies(left)
    await db
      .updateTable('webhookDelivery')
      .set({ deliveries: left.length, bytes, bodies: packed })
      .where('id', '=', id)
      .execute()
    rewritten += 1
  }
  return { rewritten, deleted }
}

function withoutPersonIn(body: LedgerBody, traces: PersonTraces): LedgerBody[] {
  if (typeof body === 'string') {
    const left = withoutPerson(body, traces)
    return left === undefined ? [] : [left]
  }
  if (isPart(body)) return [body]
  // Its bytes are no UTF-8: they cannot be cut without changing them.
  return names(Buffer.from(body.base64, 'base64').toString('latin1'), traces.ids) ? [] : [body]
}

function isPart(body: LedgerBody): body is LedgerPart {
  return typeof body !== 'string' && 'part' in body
}

/** A body in parts has more than one server takes in a row. It goes as a whole where one of its parts names the customer. */
function namedParts(
  rows: readonly { readonly receivedTs: Date; readonly list: readonly LedgerBody[] }[],
  traces: PersonTraces,
): ReadonlySet<string> {
  const texts = new Map<string, string>()
  for (const { receivedTs, list } of rows)
    for (const part of list.filter(isPart)) {
      const name = nameOfPart(receivedTs, part)
      texts.set(name, (texts.get(name) ?? '') + part.text)
    }
  return new Set([...texts].filter(([, text]) => names(text, traces.ids)).map(([name]) => name))
}

function nameOfPart(receivedTs: Date, { of }: LedgerPart): string {
  return `${receivedTs.getTime()} ${of}`
}
