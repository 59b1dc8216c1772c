import { messengerChannel } from '../../src/domain/event.ts'
import { asPageId, asPsid, type PageId, type Psid } from '../../src/domain/ids.ts'
import type { Command } from 'commander'
import type { Kysely } from 'kysely'
import {
  type ConversationSummary,
  findConversationSummary,
} from '../../src/db/conversation/conversation-summary.ts'
import { createThreadControl } from '../../src/db/conversation/thread-control.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { numberUpTo } from '../command-line/read-number.ts'
import { Refused } from '../command-line/refused.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { printLine } from '../command-line/terminal.ts'

const hourMs = 3_600_000
const mostHours = 365 * 24

export function registerConversation(program: Command): void {
  const conversation = program
    .command('conversation')
    .description("show one customer's thread with a Page; pause and resume the bot in it")
    .addHelpText(
      'after',
      '\nThe PSID of a customer is in the column chanFacebookMessenger.senderId.\n' +
        '\nExample:\n  pagebeat conversation pause 1122334455 7654321 --hours 48',
    )
  conversation
    .command('show <pageId> <psid>')
    .description(
      'who controls the thread, its last 10 turns and its last 10 outbound messages, without their text',
    )
    .action((pageId: string, psid: string) =>
      withDatabase(async (db) =>
        print(await requireConversation(db, threadOf(pageId, psid)), await databaseTime(db)),
      ),
    )
  conversation
    .command('pause <pageId> <psid>')
    .description('keep the bot silent in this thread')
    .option('--hours <count>', `hours, above 0 to ${mostHours}`, numberUpTo(mostHours), 24)
    .action((pageId: string, psid: string, { hours }: { hours: number }) =>
      withDatabase((db) => setSilence(db, { ...threadOf(pageId, psid), forMs: hours * hourMs })),
    )
  conversation
    .command('resume <pageId> <psid>')
    .description('let the bot reply in this thread again')
    .action((pageId: string, psid: string) =>
      withDatabase((db) => setSilence(db, { ...threadOf(pageId, psid), forMs: 0 })),
    )
}

interface Thread {
  readonly pageId: PageId
  readonly psid: Psid
}

function threadOf(pageId: string, psid: string): Thread {
  return { pageId: asPageId(pageId), psid: asPsid(psid) }
}

async function requireConversation(db: Kysely<Database>, thread: Thread): Promise<ConversationSummary> {
  const found = await findConversationSummary(db, thread)
  if (found !== undefined) return found
  throw new Refused(
    `Page ${thread.pageId} has no conversation with customer ${thread.psid}.\n` +
      'Check both ids: the PSID of a customer is in the column chanFacebookMessenger.senderId.',
  )
}

function print({ id, pageId, psid, ...facts }: ConversationSummary, now: () => number): void {
  const { lastInboundTs, silentUntil, silentReason, turns, outbound } = facts
  printLine(`conversation ${id}: Page ${pageId} and customer ${psid}`)
  printLine(`  last message of the customer: ${lastInboundTs === undefined ? 'never' : time(lastInboundTs)}`)
  printLine(
    silentUntil > now()
      ? `  the bot is silent until ${time(silentUntil)} (${silentReason ?? 'unknown'})`
      : '  the bot controls the thread',
  )
  for (const turn of turns)
    printLine(
      `  turn ${turn.id}  ${time(turn.ts)}  ${turn.became}${turn.scene === undefined ? '' : `, scene ${turn.scene}`}`,
    )
  for (const row of outbound)
    printLine(
      `  outbound ${row.id}  ${time(row.createdTs)}  ${row.state}${row.reason === undefined ? '' : ` (${row.reason})`}`,
    )
}

/** `forMs`: 0 lets the bot reply at once. Workers compare these times with the database's clock. */
async function setSilence(
  db: Kysely<Database>,
  { forMs, ...thread }: Thread & { readonly forMs: number },
): Promise<void> {
  const { id } = await requireConversation(db, thread)
  const now = await databaseTime(db)
  const ts = now()
  const until = forMs === 0 ? 0 : ts + forMs
  await createThreadControl(db).setSilence(id, { ts, until, reason: 'paused_by_hand' })
  await createWakeUps(db).wakeAt({ conversationId: id, channel: messengerChannel }, ts)
  printLine(until === 0 ? 'The bot replies in this thread again.' : `The bot is silent until ${time(until)}.`)
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
