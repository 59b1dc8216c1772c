import type { Command } from 'commander'
import type { Kysely } from 'kysely'
import { createThreadControl } from '../../src/db/conversation/thread-control.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { Refused } from '../command-line/refused.ts'
import { numberUpTo } from '../command-line/read-number.ts'
import { withDatabase } from '../command-line/with-database.ts'

export function registerConversation(program: Command): void {
  const conversation = program
    .command('conversation')
    .description("one person's thread with one Page: who has the word, and what waits")
  conversation
    .command('show <page> <person>')
    .description('the thread, its open turns and its last messages, without their text')
    .action((page: string, person: string) => withDatabase((db) => show(db, { page, person })))
  conversation
    .command('pause <page> <person>')
    .description('the bot is silent in this thread')
    .option('--hours <count>', 'for so long, at most a year', numberUpTo(365 * 24), 24)
    .action((page: string, person: string, { hours }: { hours: number }) =>
      withDatabase((db) => setWord(db, { page, person, until: Date.now() + hours * 3_600_000 })),
    )
  conversation
    .command('resume <page> <person>')
    .description('the bot has the word again')
    .action((page: string, person: string) => withDatabase((db) => setWord(db, { page, person, until: 0 })))
}

interface Thread {
  readonly page: string
  readonly person: string
}

async function requireConversation(db: Kysely<Database>, { page, person }: Thread) {
  const row = await db
    .selectFrom('conversation')
    .selectAll()
    .where('pageId', '=', page)
    .where('psid', '=', person)
    .executeTakeFirst()
  if (row === undefined) throw new Refused(`page ${page} has no conversation with ${person}`)
  return row
}

async function show(db: Kysely<Database>, thread: Thread): Promise<void> {
  const row = await requireConversation(db, thread)
  const silentUntil = Number(row.silentUntil ?? 0)
  console.log(`conversation ${row.id} of page ${row.pageId} with ${row.psid}`)
  console.log(`  the person last wrote: ${time(row.lastInboundTs)}`)
  console.log(
    silentUntil > Date.now()
      ? `  the bot is silent until ${time(row.silentUntil)} (${row.silentReason ?? 'unknown'})`
      : '  the bot has the word',
  )
  const turns = await db
    .selectFrom('turn')
    .select(['id', 'ts', 'state', 'outcome', 'scene'])
    .where('conversationId', '=', row.id)
    .orderBy('ts', 'desc')
    .limit(10)
    .execute()
  for (const { id, ts, state, outcome, scene } of turns)
    console.log(`  turn ${id}  ${time(ts)}  ${outcome ?? state}${scene === null ? '' : `, scene ${scene}`}`)
  const sent = await db
    .selectFrom('outbound')
    .select(['id', 'createdTs', 'state', 'reason'])
    .where('conversationId', '=', row.id)
    .orderBy('id', 'desc')
    .limit(10)
    .execute()
  for (const { id, createdTs, state, reason } of sent)
    console.log(`  outbound ${id}  ${time(createdTs)}  ${state}${reason === null ? '' : ` (${reason})`}`)
}

async function setWord(
  db: Kysely<Database>,
  { until, ...thread }: Thread & { readonly until: number },
): Promise<void> {
  const { id } = await requireConversation(db, thread)
  await createThreadControl(db).setSilence(id, { ts: Date.now(), until, reason: 'paused_by_hand' })
  await createWakeUps(db).wakeAt(id, Date.now())
  console.log(until === 0 ? 'the bot has the word again' : `the bot is silent until ${time(String(until))}`)
}

function time(ms: string | null): string {
  return ms === null ? 'never' : new Date(Number(ms)).toISOString()
}
