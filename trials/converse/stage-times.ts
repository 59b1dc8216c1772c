/** The way of a message in stretches, by what the tables and the simulated Facebook noted; all clocks are this machine's. */
import type { Connection } from 'mysql2/promise'
import type { Written } from './chatter.ts'
import { readReply } from './echoing-storyboard.ts'
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import type { Line } from '../report.ts'
import { quantile } from '../statistics.ts'
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'

export interface Stretch {
  readonly name: string
  readonly p50: number
  readonly p99: number
}

interface Times {
  readonly opened: number
  readonly handled: number
  readonly claimed: number
  readonly settled: number
}

export async function whereTimeGoes(
  database: Connection,
  { written, seen }: { written: readonly Written[]; seen: readonly SeenMessage[] },
): Promise<Stretch[]> {
  const rows = await query(
    database,
    `select c.pageId, c.psid, t.facts, t.openedTs, t.handledTs, o.claimedTs, o.settledTs
      from turn t join conversation c on c.id = t.conversationId join outbound o on o.turnId = t.id`,
  )
  const times = new Map(
    rows.map((row) => {
      const { text = '' } = JSON.parse(textOf(row, 'facts')) as { readonly text?: string }
      return [nameOf({ page: textOf(row, 'pageId'), psid: textOf(row, 'psid'), text }), toTimes(row)]
    }),
  )
  const seenAt = new Map(
    seen.map(({ page, psid, text = '', at }) => [
      nameOf({ page, psid, text: readReply(text)?.text ?? '' }),
      at,
    ]),
  )
  const stretches: Record<string, number[]> = {}
  const note = (name: string, ms: number): void => void (stretches[name] ??= []).push(ms)
  for (const each of written) {
    const [time, at] = [times.get(nameOf(each)), seenAt.get(nameOf(each))]
    if (time === undefined || at === undefined) continue
    note('POST to turn', time.opened - each.leftAt)
    note('turn to decision', time.handled - time.opened)
    note('decision to claim', time.claimed - time.handled)
    note('claim to Send API', at - time.claimed)
    note('(Send API to settled)', time.settled - at)
  }
  return Object.entries(stretches).map(([name, waits]) => ({
    name,
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
  }))
}

export function linesOfStretches(stretches: readonly Stretch[]): Line[] {
  return stretches.map(({ name, p50, p99 }) => [
    `  ${name}`,
    `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms`,
  ])
}

function toTimes(row: Parameters<typeof textOf>[0]): Times {
  const number = (column: string): number => Number(textOf(row, column))
  return {
    opened: number('openedTs'),
    handled: number('handledTs'),
    claimed: number('claimedTs'),
    settled: number('settledTs'),
  }
}

function nameOf({ page, psid, text }: { page: string; psid: string; text: string }): string {
  return `${page} ${psid} ${text}`
}
