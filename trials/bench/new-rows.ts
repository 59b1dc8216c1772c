import type { Connection, RowDataPacket } from 'mysql2/promise'

export interface Rows {
  readonly interaction: number
  readonly channel: number
  readonly dead: number
}

/** The greatest id of an interaction: those that come later have greater ones. */
export async function lastInteraction(connection: Pick<Connection, 'query'>): Promise<number> {
  const sql = 'SELECT COALESCE(MAX(kwInteractionId), 0) last FROM interaction'
  const { last = 0 } = await readNumbers(connection, sql)
  return last
}

/**
 * Interactions and channel rows that came after that one, and all dead letters. Never all rows there are: that reads gigabytes of
 * a full database in the middle of a run, which costs more than the run itself and pushes out of its memory what the events need.
 */
export async function countRowsAfter(connection: Pick<Connection, 'query'>, last: number): Promise<Rows> {
  const count = (table: string): string => `(SELECT COUNT(*) FROM ${table} WHERE kwInteractionId > ${last})`
  const sql = `SELECT ${count('interaction')} interaction, (SELECT COUNT(*) FROM deadLetter) dead,
    ${count('chanFacebookFeed')} + ${count('chanFacebookMessenger')} channel`
  const { interaction = 0, channel = 0, dead = 0 } = await readNumbers(connection, sql)
  return { interaction, channel, dead }
}

/** The numbers of one row, by column. */
export async function readNumbers(
  connection: Pick<Connection, 'query'>,
  sql: string,
): Promise<Record<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(sql)
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]))
}
