/**
 * Keeps `insightHour` as the tables say, after they are committed. Hours are counted as a whole, so they may be counted in
 * any order and any number of times. What this does not notice at once is found by a sweep through all days.
 */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import { createRowFollower } from '../inbox/follow-rows.ts'
import { readHeads } from '../inbox/heads.ts'
import {
  type ChangedHours,
  type CountedRow,
  every,
  markAskings,
  markHour,
  markNeighbours,
  readNewHours,
  readNewInteractions,
  readNewMarks,
} from './changed-hours.ts'
import { createSweep } from './count-sweep.ts'
import { countHours } from './count-hours.ts'
import { countedDefinitions } from './definitions.ts'
import { type InsightMarks, readMarks, saveMarks } from './marks.ts'
import { hourMs } from './slots.ts'

export interface InsightCounter {
  /** Counts what has changed. True: there is more to do at once. Throws DatabaseBusyError; the next round tries again. */
  round(): Promise<boolean>
}

export interface CounterOptions {
  /** ms, by the clock of the database. */
  readonly now: () => number
  /** Numbers of hours before the last two are brought up to date this often. */
  readonly olderEveryMs?: number
  readonly sweepEveryMs?: number
}

const rowsAtOnce = 2_000
/** Turns that were closed while no console ran, in hours. The sweep finds older ones. */
const countedAtStart = 48
const hoursAtOnce = 12
/** A turn is closed, and its reply settled, while the hours after it run. */
const watchedHours = 2
const watchEveryMs = 2_000

export async function openInsightCounter(
  db: Kysely<Database>,
  { now, olderEveryMs = 30_000, sweepEveryMs = 10_000 }: CounterOptions,
): Promise<InsightCounter> {
  const heads = await readHeads(db)
  const marks: InsightMarks = await readMarks(db)
  const follow = <Row extends { readonly id: string }>(
    start: number,
    read: (where: Parameters<typeof readNewInteractions>[1]) => Promise<readonly Row[]>,
  ) => createRowFollower<Row>({ start, now, idOf: ({ id }) => Number(id), read })
  const interactions = follow<CountedRow>(marks.interaction ?? heads.interaction, (where) =>
    readNewInteractions(db, where),
  )
  const turns = follow(heads.turn, (where) => readNewHours(db, 'turn', where))
  const sent = follow(heads.outbound, (where) => readNewHours(db, 'outbound', where))
  const acts = follow(await newestAct(db), (where) => readNewMarks(db, where))
  const sweep = createSweep(db, { now, countedDownTo: marks.countedDownTo })
  const changed: ChangedHours = new Map()
  const thisHour = (): number => Math.floor(now() / hourMs)
  let olderDueTs = 0
  let sweptTs = 0
  let untaken: readonly CountedRow[] = []
  let watchedTs = 0
  let wasOpen = true
  let latest = thisHour() + 1
  const before = latest - countedAtStart
  let saved: InsightMarks = marks

  /** Once, the latest first. Where a round fails, the next one goes on with the rest. */
  async function countLatest(): Promise<void> {
    for (; latest > before; latest -= hoursAtOnce)
      await countHours(db, { fromHour: latest - hoursAtOnce, toHour: latest })
  }

  async function notice(): Promise<boolean> {
    const rows = untaken.length > 0 ? untaken : await interactions.next(rowsAtOnce)
    untaken = rows
    await markNeighbours(db, rows, changed)
    untaken = []
    for (const { hour, pageId } of rows) if (pageId !== null) markHour(changed, hour)
    const others = [await turns.next(rowsAtOnce), await sent.next(rowsAtOnce)]
    for (const { hour } of others.flat()) markHour(changed, hour)
    const newActs = await acts.next(rowsAtOnce)
    for (const { hour } of newActs) if (hour !== undefined) markHour(changed, hour, 'resolution')
    return [rows, newActs, ...others].some(({ length }) => length >= rowsAtOnce)
  }

  /** Turns are closed, and messages settled, without a new row. */
  async function watchLatest(): Promise<void> {
    if (now() - watchedTs < watchEveryMs) return
    watchedTs = now()
    const isOpen = await hasOpenRows(db)
    if (isOpen || wasOpen) {
      for (let back = 0; back < watchedHours; back += 1) markHour(changed, thisHour() - back)
      await markAskings(db, changed, (thisHour() - watchedHours + 1) * hourMs)
    }
    wasOpen = isOpen
  }

  async function countChanged(): Promise<void> {
    const withOlder = now() >= olderDueTs
    const startedMs = performance.now()
    const due = [...changed].filter(([hour]) => withOlder || hour > thisHour() - watchedHours)
    for (const [hour, metrics] of due.toSorted(([a], [b]) => b - a)) {
      changed.delete(hour)
      const some = countedDefinitions.filter(({ metric }) => metrics.has(every) || metrics.has(metric))
      try {
        await countHours(db, { fromHour: hour, toHour: hour + 1 }, some)
      } catch (error) {
        for (const metric of metrics) markHour(changed, hour, metric)
        throw error
      }
    }
    // On a large database older hours take a tenth of the time at most.
    if (withOlder) olderDueTs = now() + Math.max(olderEveryMs, 10 * (performance.now() - startedMs))
  }

  return {
    async round() {
      await countLatest()
      const isMore = await notice()
      if (isMore) return true
      await watchLatest()
      await countChanged()
      const isFilling = !sweep.isComplete()
      if (isFilling || now() - sweptTs >= sweepEveryMs) {
        sweptTs = now()
        await sweep.next()
      }
      const current = { interaction: interactions.position(), countedDownTo: sweep.countedDownTo() }
      if (current.interaction !== saved.interaction || current.countedDownTo !== saved.countedDownTo)
        await saveMarks(db, current)
      saved = current
      return isFilling
    },
  }
}

async function newestAct(db: Kysely<Database>): Promise<number> {
  const { newest } = await db
    .selectFrom('auditLog')
    .select(({ fn }) => fn.max('id').as('newest'))
    .executeTakeFirstOrThrow()
  return Number(newest ?? 0)
}

/** A turn is not closed, or a message not settled. */
async function hasOpenRows(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ readonly isOpen: number | string }>`select
    exists (select 1 from turn where state = 'open')
    or exists (select 1 from outbound where state in ('pending', 'sending', 'unknown')) as isOpen`.execute(db)
  return Number(rows[0]?.isOpen) === 1
}
