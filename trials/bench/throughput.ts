import { setTimeout as pause } from 'node:timers/promises'
import { type Bench, requireAll } from './bench-context.ts'
import type { Chain } from './chain.ts'
import { cpuEach } from '../cpu.ts'
import { countRowsAfter, lastInteraction } from './new-rows.ts'
import type { Recipe } from './recipe.ts'
import type { Sample } from './rounds.ts'

const connections = 16
const pollMs = 10
/** Without a new row for this long, something is lost. */
const patienceMs = 20_000

/** The chain takes in all of the recipe; measured from the first POST to the last row and the last job. Throws if a row is missing. */
export async function measureThroughput(bench: Bench, chain: Chain, recipe: Recipe): Promise<Sample> {
  const { events } = await bench.load.prepare(recipe)
  const connection = chain.database
  const last = await lastInteraction(connection)
  const cpuBefore = await chain.readCpu()
  const sending = bench.load.run({ port: chain.port, connections, pace: { until: 'sent' } })
  const done = untilDone(chain, { last, expected: events })
  const [sent, doneAt] = await Promise.all([sending, done])
  const used = cpuEach(cpuBefore, await chain.readCpu(), events)
  const { interaction: stored, channel, dead } = await countRowsAfter(connection, last)
  requireAll({ what: `${chain.name}: interactions`, acked: sent.ackedEvents, stored, refused: sent.refused })
  if (stored !== events)
    throw new Error(`${chain.name}: ${events} events sent, ${stored} interactions stored`)
  requireAll({ what: `${chain.name}: channel rows`, acked: events, stored: channel })
  requireAll({ what: `${chain.name}: dead letters`, acked: 0, stored: dead })
  return {
    perSecond: events / ((doneAt - sent.startedAt) / 1000),
    ...used,
    generator: sent.cpuMicros / events,
  }
}

/**
 * When (ms since the epoch) the last job was done and all rows were there; a moment later than in truth, by the polling. Asks
 * cheaply: rows are counted only when no job is left.
 */
async function untilDone(
  chain: Chain,
  { last, expected }: { last: number; expected: number },
): Promise<number> {
  let lastLeft = -1
  let changedAt = Date.now()
  for (;;) {
    await pause(pollMs)
    const left = await chain.jobsLeft()
    const now = performance.timeOrigin + performance.now()
    if (left === 0) {
      const { interaction } = await countRowsAfter(chain.database, last)
      if (interaction >= expected) return now
    }
    if (left !== lastLeft) [lastLeft, changedAt] = [left, Date.now()]
    else if (Date.now() - changedAt > patienceMs) return now
  }
}
