/** Which hours, and which of their numbers, are no longer as the tables say. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import { type IdRange } from '../inbox/follow-rows.ts'
import { inRanges } from '../inbox/new-interactions.ts'
import { msOf } from './fact-sql.ts'
import { hourMs } from './slots.ts'

/** Hours since 1970, each with its numbers; `every`: all of them. */
export type ChangedHours = Map<number, Set<string>>
export const every = 'every'

export function markHour(hours: ChangedHours, hour: number, metric: string = every): void {
  const metrics = hours.get(hour) ?? new Set()
  hours.set(hour, metrics.add(metric))
}

interface Where {
  readonly after: number
  readonly ranges: readonly IdRange[]
  readonly limit: number
}

export interface CountedRow {
  readonly id: string
  readonly hour: number
  readonly pId: string
  readonly pageId: string | null
}

/** New interactions. Receipts count nowhere, but their ids are followed. */
export async function readNewInteractions(db: Kysely<Database>, where: Where): Promise<CountedRow[]> {
  const { rows } = await sql<Omit<CountedRow, 'hour'> & { readonly hour: number | string }>`
    select i.kwInteractionId as id, ${sql.raw(msOf('i.ts'))} div 3600000 as hour, i.pId,
      if(i.interactionType in ('delivery', 'read'), null, i.pageId) as pageId
    from interaction i where ${inRanges('i.kwInteractionId', where)}
    order by i.kwInteractionId limit ${sql.lit(where.limit)}`.execute(db)
  return rows.map((row) => ({ ...row, hour: Number(row.hour) }))
}

/** New turns, or new outbound messages, by the hour of what happened. */
export async function readNewHours(
  db: Kysely<Database>,
  table: 'turn' | 'outbound',
  where: Where,
): Promise<{ readonly id: string; readonly hour: number }[]> {
  const time = table === 'turn' ? sql`ts` : sql`coalesce(claimedTs, createdTs)`
  const { rows } = await sql<{ readonly id: string; readonly hour: number | string }>`
    select id, ${time} div 3600000 as hour from ${sql.table(table)}
    where ${inRanges('id', where)} order by id limit ${sql.lit(where.limit)}`.execute(db)
  return rows.map(({ id, hour }) => ({ id, hour: Number(hour) }))
}

/** New marks of agents. One that takes a mark back changes the hour of that mark. */
export async function readNewMarks(
  db: Kysely<Database>,
  where: Where,
): Promise<{ readonly id: string; readonly hour: number | undefined }[]> {
  const { rows } = await sql<{ readonly id: string; readonly hour: number | string | null }>`
    select l.id, case l.act when 'mark_done' then l.ts when 'reopen' then (
        select m.ts from auditLog m
        where m.targetKind = l.targetKind and m.targetId = l.targetId and m.act = 'mark_done' and m.ts <= l.ts
        order by m.ts desc, m.id desc limit 1
      ) end div 3600000 as hour
    from auditLog l where ${inRanges('l.id', where)} order by l.id limit ${sql.lit(where.limit)}`.execute(db)
  return rows.map(({ id, hour }) => ({ id, hour: hour === null ? undefined : Number(hour) }))
}

/** The hours before `fromMs` with questions that turns since then reply to. */
export async function markAskings(db: Kysely<Database>, hours: ChangedHours, fromMs: number): Promise<void> {
  const { rows } = await sql<{ readonly hour: number | string }>`
    select distinct a.ts div 3600000 as hour from turn n
    join turn a on a.conversationId = n.conversationId and a.state = 'done'
      and a.ts between n.ts - ${hoursBefore * hourMs} and ${fromMs}
    where n.ts >= ${fromMs} and a.askedQuestion is not null`.execute(db)
  for (const { hour } of rows) markHour(hours, Number(hour), 'questions')
}

/** The server compares each row that it finds with the conditions of all of them (`any-of.ts`). */
const customersAtOnce = 32
const hoursBefore = 24
const hoursAfter = 7 * 24

/**
 * A message counts for numbers of other hours, too. A reply makes the one before no longer the last one. A message that
 * comes late changes the hours after it: the customer's next hour is no longer their first one. What is further away is
 * found by the sweep.
 */
export async function markNeighbours(
  db: Kysely<Database>,
  rows: readonly CountedRow[],
  hours: ChangedHours,
): Promise<void> {
  const groups = new Map<string, CountedRow>()
  for (const row of rows) if (row.pageId !== null) groups.set(`${nameOf(row)} ${row.hour}`, row)
  const asked = [...groups.values()].filter(({ pId }) => pId !== 'anonymous' && !pId.startsWith('page:'))
  for (let at = 0; at < asked.length; at += customersAtOnce) {
    const some = asked.slice(at, at + customersAtOnce)
    const found = Map.groupBy(await findAround(db, some), nameOf)
    for (const row of some) markAround(row, found.get(nameOf(row)) ?? [], hours)
  }
}

interface AroundRow {
  readonly pId: string
  readonly pageId: string | null
  readonly hour: number | string
  readonly isReply: number | string
}

async function findAround(db: Kysely<Database>, asked: readonly CountedRow[]): Promise<AroundRow[]> {
  const around = asked.map(
    ({ pId, pageId, hour }) => sql`(i.pId = ${pId} and i.pageId = ${pageId}
      and i.eventDay between ${dayOf(hour - hoursBefore)} and ${dayOf(hour + hoursAfter)})`,
  )
  const { rows } = await sql<AroundRow>`
    select i.pId, i.pageId, ${sql.raw(msOf('i.ts'))} div 3600000 as hour, max(i.direction = 'out') as isReply
    from interaction i
    where (${sql.join(around, sql` or `)})
      and i.interactionType in ('message', 'postback', 'echo', 'comment', 'post', 'status', 'photo', 'video', 'share', 'link')
    group by i.pId, i.pageId, hour`.execute(db)
  return rows
}

function markAround({ hour }: CountedRow, found: readonly AroundRow[], hours: ChangedHours): void {
  const around = found.map((one) => ({ hour: Number(one.hour), isReply: Number(one.isReply) === 1 }))
  const later = around.filter((one) => one.hour > hour && one.hour <= hour + hoursAfter)
  const replies = around.filter((one) => one.hour < hour && one.hour >= hour - hoursBefore && one.isReply)
  for (const one of later)
    for (const metric of ['customers', 'firstReply', 'resolution']) markHour(hours, one.hour, metric)
  const last = Math.max(...replies.map((one) => one.hour))
  for (const one of later.length > 0 ? replies : replies.filter((reply) => reply.hour === last))
    markHour(hours, one.hour, 'resolution')
}

function nameOf({ pId, pageId }: Pick<CountedRow, 'pId' | 'pageId'>): string {
  return `${pageId} ${pId}`
}

function dayOf(hour: number): string {
  return new Date(hour * 3_600_000).toISOString().slice(0, 10)
}
