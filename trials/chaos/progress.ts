import { openDatabase, queryOne } from '../../sandbox/facebook/ledger/found-rows.ts'
import type { Ledger } from '../../sandbox/facebook/ledger/ledger.ts'
import type { Killed } from '../kills.ts'
import { repeat } from '../repeat.ts'
import { formatSeconds } from '../report.ts'

/** A line for every kill, with the events acked and stored by then. */
export function startProgress(
  databaseUrl: string,
  ledger: Ledger,
): { onKill(killed: Killed): void; stop(): Promise<void> } {
  let stored = '0'
  const { stop } = repeat(async ({ rest }) => {
    stored = await countStored(databaseUrl).catch(() => stored)
    await rest(500)
  })
  return {
    stop,
    onKill(killed) {
      const at = `${killed.at.toFixed(1).padStart(7)} s`
      const what = `${killed.how} ${killed.victim} (pid ${killed.pid ?? '?'}), ${effectOf(killed)}`
      console.log(`${at}  ${what.padEnd(72)} acked ${countAcked(ledger)}, stored ${stored}`)
    },
  }
}

/** Different events. */
function countAcked({ events }: Ledger): number {
  let acked = 0
  for (let event = 0; event < events.length; event += 1) if (events.wasAcked(event)) acked += 1
  return acked
}

function effectOf({ backAfterMs, endedAfterMs, jobs, resumedAfterMs }: Killed): string {
  if (backAfterMs !== undefined) return `back after ${formatSeconds(backAfterMs)}`
  if (endedAfterMs !== undefined) return `ended in order after ${formatSeconds(endedAfterMs)}`
  if (jobs === 0) return 'no job under way'
  return `${jobs} job(s) under way went on within ${formatSeconds(resumedAfterMs)}`
}

async function countStored(databaseUrl: string): Promise<string> {
  const connection = await openDatabase(databaseUrl)
  connection.on('error', () => undefined)
  try {
    return await queryOne(connection, 'SELECT COUNT(*) FROM interaction')
  } finally {
    connection.destroy()
  }
}
