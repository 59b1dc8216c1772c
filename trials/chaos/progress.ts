import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase, query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import type { Ledger } from '../../sandbox/facebook/ledger/ledger.ts'
import type { Struck } from './strikes.ts'

/** A line for every strike, with what was acked and stored by then. */
export function startProgress(
  databaseUrl: string,
  ledger: Ledger,
  say: (line: string) => void,
): { onStrike(struck: Struck): void; stop(): Promise<void> } {
  let stored = '0'
  const stopping = new AbortController()
  async function look(): Promise<void> {
    while (!stopping.signal.aborted) {
      stored = await countStored(databaseUrl).catch(() => stored)
      await pause(500)
    }
  }
  const looking = look()
  return {
    onStrike(struck) {
      const what = `${struck.blow} ${struck.victim} (pid ${struck.pid ?? '?'}), ${effectOf(struck)}`
      say(
        `${struck.at.toFixed(1).padStart(7)} s  ${what.padEnd(72)} acked ${countAcked(ledger)}, stored ${stored}`,
      )
    },
    async stop() {
      stopping.abort()
      await looking
    },
  }
}

/** Different events. */
function countAcked(ledger: Ledger): number {
  let acked = 0
  const { events } = ledger
  for (let event = 0; event < events.length; event += 1) if (events.wasAcked(event)) acked += 1
  return acked
}

function seconds(ms = 0): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function effectOf({ backAfterMs, endedAfterMs, jobs, resumedAfterMs }: Struck): string {
  if (backAfterMs !== undefined) return `back after ${seconds(backAfterMs)}`
  if (endedAfterMs !== undefined) return `ended in order after ${seconds(endedAfterMs)}`
  return jobs === 0
    ? 'no job under way'
    : `${jobs} job(s) under way went on within ${seconds(resumedAfterMs)}`
}

async function countStored(databaseUrl: string): Promise<string> {
  const connection = await openDatabase(databaseUrl)
  connection.on('error', () => undefined)
  try {
    const [row] = await query(connection, 'SELECT COUNT(*) AS n FROM interaction')
    return row === undefined ? '0' : textOf(row, 'n')
  } finally {
    connection.destroy()
  }
}
