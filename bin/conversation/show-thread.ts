/** `pagebeat conversation show`: who controls the thread, and what happened in it, without texts. */
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import { printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { describeTurn } from './describe-turn.ts'
import { requireConversation, threadOf, toTime } from './thread.ts'

export async function showThread(pageId: string, psid: string): Promise<void> {
  await withDatabase(async (db) => {
    const found = await requireConversation(db, threadOf(pageId, psid))
    const { id, lastInboundTs, silentUntil, silentReason, waitingTs, turns, outbound } = found
    const nowMs = (await databaseTime(db))()
    printLine(`conversation ${id}: Page ${pageId} and customer ${psid}`)
    printLine(
      `  last message of the customer: ${lastInboundTs === undefined ? 'never' : toTime(lastInboundTs)}`,
    )
    printLine(
      silentUntil > nowMs
        ? `  the bot is silent until ${toTime(silentUntil)} (${silentReason ?? 'unknown'})`
        : '  the bot controls the thread',
    )
    if (waitingTs !== undefined) printLine(`  the customer waits for an agent since ${toTime(waitingTs)}`)
    for (const turn of turns)
      printLine(`  turn ${turn.id}  ${toTime(turn.ts)}  ${[turn.became, ...describeTurn(turn)].join(', ')}`)
    for (const row of outbound)
      printLine(
        `  outbound ${row.id}  ${toTime(row.createdTs)}  ${row.state}${row.reason === undefined ? '' : ` (${row.reason})`}`,
      )
  })
}
