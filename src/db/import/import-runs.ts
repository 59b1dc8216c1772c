/** How far imports are: `importRun`. */
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Key } from '../../domain/event.ts'
import type { Database } from '../mysql/schema.ts'

/** What an import has done so far. */
export interface Progress {
  readonly rowsDone: number
  readonly rowsLeftOut: number
  readonly valuesLeftOut: number
  readonly newIds: number
  readonly newLinks: number
  /** Length of the report of what was left out. */
  readonly reportBytes: number
}

export interface ImportRun extends Progress {
  readonly id: string
  /** ms */
  readonly startedTs: number
  readonly updatedTs: number
}

const nothing: Progress = {
  rowsDone: 0,
  rowsLeftOut: 0,
  valuesLeftOut: 0,
  newIds: 0,
  newLinks: 0,
  reportBytes: 0,
}

/** The import of these data that was stopped before its end. */
export async function findStoppedRun(db: Kysely<Database>, key: Key): Promise<ImportRun | undefined> {
  const row = await db
    .selectFrom('importRun')
    .selectAll()
    .where('importKey', '=', Buffer.from(key, 'hex'))
    .where('state', '=', 'running')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row && toRun(row)
}

/** The run as it is, locked until the end of the transaction. */
export async function holdRun(transaction: Transaction<Database>, id: string): Promise<ImportRun> {
  const row = await transaction
    .selectFrom('importRun')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return toRun(row)
}

function toRun(row: Selectable<Database['importRun']>): ImportRun {
  return {
    id: row.id,
    startedTs: Number(row.startedTs),
    updatedTs: Number(row.updatedTs),
    rowsDone: Number(row.rowsDone),
    rowsLeftOut: Number(row.rowsLeftOut),
    valuesLeftOut: Number(row.valuesLeftOut),
    newIds: Number(row.newIds),
    newLinks: Number(row.newLinks),
    reportBytes: Number(row.reportBytes),
  }
}

export async function startRun(
  db: Kysely<Database>,
  { key, source, now }: { readonly key: Key; readonly source: string; readonly now: number },
): Promise<ImportRun> {
  const { insertId } = await db
    .insertInto('importRun')
    .values({ importKey: Buffer.from(key, 'hex'), source, state: 'running', startedTs: now, updatedTs: now })
    .executeTakeFirstOrThrow()
  return { id: String(insertId), startedTs: now, updatedTs: now, ...nothing }
}

export async function advanceRun(
  transaction: Transaction<Database>,
  { id, to, now }: { readonly id: string; readonly to: Progress; readonly now: number },
): Promise<void> {
  await transaction
    .updateTable('importRun')
    .set({
      rowsDone: String(to.rowsDone),
      rowsLeftOut: String(to.rowsLeftOut),
      valuesLeftOut: String(to.valuesLeftOut),
      newIds: String(to.newIds),
      newLinks: String(to.newLinks),
      reportBytes: String(to.reportBytes),
      updatedTs: String(now),
    })
    .where('id', '=', id)
    .execute()
}

export async function finishRun(db: Kysely<Database>, id: string, now: number): Promise<void> {
  await db
    .updateTable('importRun')
    .set({ state: 'done', updatedTs: String(now) })
    .where('id', '=', id)
    .execute()
}
