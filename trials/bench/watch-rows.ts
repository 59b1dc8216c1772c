import { setTimeout as pause } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'

/** When each new row of `interaction` could first be seen by another connection. */
export interface RowWatch {
  /** Resolves when so many new rows were seen, or none came for ten seconds. */
  until(rows: number): Promise<Seen>
}

export interface Seen {
  /** ms since the epoch, by event key: the moment the response that held the row was there, so at most one poll late. */
  readonly visibleAt: ReadonlyMap<string, number>
  /** Median time between two looks. */
  readonly pollMs: number
}

const pauseMs = 3
/** Transactions commit in another order than ids are given: each look goes back to where the newest row was this long ago. */
const lookBackMs = 150
/** A slower transaction is found by a look that goes back to the beginning; its time is then up to this much too long. */
const wholeLookMs = 500
const patienceMs = 10_000

export async function watchRows(url: string): Promise<RowWatch> {
  const connection = await createConnection({ uri: url, supportBigNumbers: true })
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  const [[first]] = await connection.query<RowDataPacket[]>(
    'SELECT COALESCE(MAX(kwInteractionId), 0) id FROM interaction',
  )
  const start = Number(first?.['id'] ?? 0)
  const visibleAt = new Map<number, number>()
  const looks: number[] = []
  let newest: { at: number; id: number }[] = []
  let highest = start
  const goal = { rows: Infinity }
  let lastNewAt = Date.now()
  let lastWholeAt = Date.now()

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
    newest.push({ at: now, id: highest })
    newest = newest.filter(({ at }) => at > now - lookBackMs)
  }

  /** Asked for once, at the end: the looks are many, and take from what they measure. */
  async function timesByKey(): Promise<Map<string, number>> {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT kwInteractionId id, HEX(eventKey) eventKey FROM interaction WHERE kwInteractionId > ${start}`,
    )
    const times = new Map<string, number>()
    for (const { id, eventKey } of rows) {
      const at = visibleAt.get(Number(id))
      if (at !== undefined) times.set(String(eventKey).toLowerCase(), at)
    }
    return times
  }

  async function keepLooking(): Promise<Map<string, number>> {
    while (visibleAt.size < goal.rows && (goal.rows === Infinity || Date.now() - lastNewAt < patienceMs)) {
      const isWhole = Date.now() - lastWholeAt > wholeLookMs
      if (isWhole) lastWholeAt = Date.now()
      await look(isWhole ? Math.max(start, highest - 5_000) : (newest[0]?.id ?? start))
      await pause(pauseMs)
    }
    await look(start)
    const times = await timesByKey()
    await connection.end()
    return times
  }

  const looking = keepLooking()
  return {
    async until(rows) {
      goal.rows = rows
      lastNewAt = Date.now()
      const times = await looking
      const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? at))
      return { visibleAt: times, pollMs: gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0 }
    },
  }
}
