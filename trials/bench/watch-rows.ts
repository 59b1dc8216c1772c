import { setTimeout as pause } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { median } from '../statistics.ts'
import { lastInteraction } from './new-rows.ts'

const pauseMs = 3
/**
 * Transactions commit in another order than ids are given. So each look begins this number of ids before the last one that it
 * knows. The look at the end finds the rows of slower transactions; their times are then too long.
 */
const lookBack = 1_000
const patienceMs = 10_000

/** When each new row of `interaction` could first be seen by another connection. */
export async function watchRows(url: string) {
  const connection = await createConnection({ uri: url, supportBigNumbers: true })
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  const start = await lastInteraction(connection)
  const visibleAt = new Map<number, number>()
  const looks: number[] = []
  let highest = start
  const goal = { rows: Infinity }
  let lastNewAt = Date.now()

  async function look(from: number): Promise<void> {
    const [rows] = await connection.query<RowDataPacket[]>({
      sql: `SELECT kwInteractionId FROM interaction WHERE kwInteractionId > ${from}`,
      rowsAsArray: true,
    })
    const now = performance.timeOrigin + performance.now()
    looks.push(now)
    for (const { 0: id } of rows) {
      const number = Number(id)
      if (visibleAt.has(number)) continue
      visibleAt.set(number, now)
      lastNewAt = Date.now()
      highest = Math.max(highest, number)
    }
  }

  /** Asked for once, at the end: the looks are many, and take from what they measure. */
  async function timesByKey(): Promise<Map<string, number>> {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT kwInteractionId id, HEX(eventKey) eventKey FROM interaction WHERE kwInteractionId > ${start}`,
    )
    return new Map(
      rows.flatMap(({ id, eventKey }) => {
        const at = visibleAt.get(Number(id))
        return at === undefined ? [] : [[String(eventKey).toLowerCase(), at]]
      }),
    )
  }

  async function keepLooking(): Promise<Map<string, number>> {
    while (visibleAt.size < goal.rows && (goal.rows === Infinity || Date.now() - lastNewAt < patienceMs)) {
      await look(Math.max(start, highest - lookBack))
      await pause(pauseMs)
    }
    await look(start)
    const times = await timesByKey()
    await connection.end()
    return times
  }

  const looking = keepLooking()
  return {
    /** Resolves when this number of new rows was seen, or none came for ten seconds. */
    async until(rows: number) {
      goal.rows = rows
      lastNewAt = Date.now()
      const times = await looking
      const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? at))
      return {
        /** ms since the epoch, by event key: the moment the response that held the row was there, so at most one poll late. */
        visibleAt: times,
        /** Median time between two looks. */
        pollMs: median(gaps),
      }
    },
  }
}
