/** Takes a customer's events out of the raw ledger, whose groups hold the events of many. */
import { type Kysely, sql } from 'kysely'
import { names, type PersonTraces, withoutPerson } from '../../facebook/without-person.ts'
import { type LedgerBody, type LedgerPart, packBodies, unpackBodies } from '../events/ledger-bytes.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import type { DatedContent } from './person-contents.ts'

export interface LedgerRange {
  /** Rows that arrived since then, ms. */
  readonly fromTs: number
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

type Changed = Pick<LedgerDone, 'rewritten' | 'deleted'>

const rowsAtOnce = 2_000
/** Chunks that the server looks through at the same time. */
const lanes = 4
/** Where more texts are looked for, the rows are read here. */
const mostSearched = 64

/**
 * Rows of this time hold nothing of the customer, and the others' events byte for byte. A row whose events are all the
 * customer's is deleted. The server looks for the ids, so that only the rows with them travel. It reads the table in the
 * order of its key, from the first row of this time: that is faster than by time. `onDone` is called after
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
  const bounds = await findBounds(db, range)
  if (bounds === undefined) return
  let left: Bounds | undefined = bounds
  const lanesAtWork: { readonly toId: string; readonly changed: Promise<Changed> }[] = []
  for (;;) {
    const chunk: Chunk | undefined = left && (await findChunk(db, left))
    left = chunk && { ...bounds, afterId: chunk.toId }
    if (chunk !== undefined) {
      const words = wordsOf(chunk, ids, range.contents)
      const changed = rewriteChunk(db, traces, { ...chunk, words })
      changed.catch(() => undefined) // it is awaited in its turn
      if (lanesAtWork.push({ toId: chunk.toId, changed }) < lanes) continue
    }
    const oldest = lanesAtWork.shift()
    if (oldest === undefined) return
    await onDone({ progress: oldest.toId, ...(await oldest.changed) })
  }
}

/** Facebook repeats a delivery for 36 hours. A clock may be wrong by some minutes. */
const repeatedForMs = 37 * 3_600_000
const clockMs = 10 * 60_000

function wordsOf(
  { firstTs, lastTs }: Chunk,
  ids: Iterable<string>,
  contents: readonly DatedContent[],
): string[] {
  const earliest = firstTs.getTime() - repeatedForMs
  const latest = lastTs.getTime() + clockMs
  const dated = contents.filter(({ ts }) => ts >= earliest && ts <= latest).map(({ id }) => id)
  return [...new Set([...ids, ...dated])]
}

interface Bounds {
  readonly afterId: string
  readonly lastId: string
}

/** A row that is older than another may have the greater id: the first of this time is not that of the smallest id. */
async function findBounds(
  db: Kysely<Database>,
  { fromTs, progress }: LedgerRange,
): Promise<Bounds | undefined> {
  const { rows } = await again(() =>
    sql<{ firstId: string | null; lastId: string | null }>`select min(id) as firstId,
      (select max(id) from webhookDelivery) as lastId
      from webhookDelivery force index (receivedIndex) where receivedTs >= ${new Date(fromTs)}`.execute(db),
  )
  const { firstId, lastId } = rows[0] ?? {}
  if (!firstId || !lastId) return undefined
  const isId = progress !== undefined && /^\d+$/.test(progress)
  return { afterId: isId ? progress : String(BigInt(firstId) - 1n), lastId }
}

interface Chunk {
  /** Without this row. */
  readonly afterId: string
  /** With this row. */
  readonly toId: string
  /** When the rows arrived, from the first to the last. */
  readonly firstTs: Date
  readonly lastTs: Date
}

/** The next rows by their key. Undefined: there are no more. */
async function findChunk(db: Kysely<Database>, { afterId, lastId }: Bounds): Promise<Chunk | undefined> {
  const { rows } = await again(() =>
    sql<{
      toId: string | null
      firstTs: Date
      lastTs: Date
    }>`select max(id) as toId, min(receivedTs) as firstTs,
      max(receivedTs) as lastTs from (
        select id, receivedTs from webhookDelivery force index (primary)
        where id > ${afterId} and id <= ${lastId} order by id limit ${sql.lit(rowsAtOnce)}
      ) chunk`.execute(db),
  )
  const [{ toId, ...times } = { toId: null }] = rows
  return toId === null || !('firstTs' in times) ? undefined : { afterId, toId, ...times }
}

async function rewriteChunk(
  db: Kysely<Database>,
  traces: PersonTraces,
  { afterId, toId, words }: Chunk & { readonly words: readonly string[] },
): Promise<Changed> {
  const isFew = words.length <= mostSearched
  const found = isFew ? sql.join([...words, '{"base64":', partMark].map(has), sql` or `) : sql`true`
  const { rows } = await again(() =>
    sql<{
      id: string
      receivedTs: Date
      hasPart: number
    }>`select id, receivedTs, ${has(partMark)} as hasPart from (
      select id, receivedTs, uncompress(bodies) as raw from webhookDelivery force index (primary)
      where id > ${afterId} and id <= ${toId}
      limit ${sql.lit(rowsAtOnce)} -- so that each row is unpacked once
    ) chunk where ${found}`.execute(db),
  )
  const parts = rows.filter(({ hasPart }) => hasPart === 1)
  const whole = rows.filter(({ hasPart }) => hasPart !== 1)
  const batches: LockedBatch[] = [
    // The parts of a body arrived at one time; others may lie between them, and in other chunks.
    ...new Set(parts.map(({ receivedTs }) => receivedTs.getTime())),
  ].map((ts) => ['receivedTs', [new Date(ts)]])
  for (let at = 0; at < whole.length; at += 100)
    batches.push(['id', whole.slice(at, at + 100).map(({ id }) => id)])
  let [rewritten, deleted] = [0, 0]
  for (const [column, values] of batches) {
    const done = await inTransaction(db, async (transaction) => {
      const locked = await transaction
        .selectFrom('webhookDelivery')
        .select(['id', 'receivedTs', 'bodies'])
        .where(column, 'in', values)
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

const partMark = '{"part":'

type LockedBatch = readonly [column: 'id' | 'receivedTs', values: readonly (string | Date)[]]

function has(word: string) {
  return sql<number>`locate(cast(${word} as binary), raw) > 0`
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
): Promise<Changed> {
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
