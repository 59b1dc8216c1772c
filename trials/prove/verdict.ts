/** Whether the promises held in a case: what was acked is there once, each reply came once, and all went on in time. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { workerConnection } from '../../queues/connection.ts'
import { checkAgainstDatabase } from '../../sandbox/facebook/ledger/check-tables.ts'
import { openDatabase, query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { Written } from '../converse/chatter.ts'
import { countLeft, countRecorded, findTurns, type FoundTurn } from '../converse/found-turns.ts'
import { judge } from '../converse/verdict.ts'
import { whenSeen } from '../converse/waits.ts'
import { watchQueues } from '../queue-watch.ts'
import { createJudgement, formatSeconds, type Judged } from '../report.ts'
import { quantile } from '../statistics.ts'
import { type LogRate, worstLogRate } from './log-rate.ts'
import type { Pulse } from './pulses.ts'
import type { Sample } from './samples.ts'
import { recoverWithinMs, recoveryOf } from './recovery.ts'
import type { Scene } from './scene.ts'

const logLinesASecond = 10
const settleWithinMs = 120_000

export interface CaseVerdict extends Judged {
  /** The slowest of acks, rows and replies after the end of a trouble, ms. */
  readonly recoveredMs: number
  readonly logRate: LogRate
  /** What a failure is traced with; absent where every message has its reply or its reason. */
  readonly evidence?: Evidence
}

export interface Evidence {
  readonly written: readonly Written[]
  readonly seen: readonly SeenMessage[]
  readonly turns: readonly FoundTurn[]
  readonly broken: Readonly<Record<string, readonly string[]>>
}

/** `isTimed` false: what depends on the speed of the machine is told, and does not fail the case. */
export async function judgeScene(
  scene: Scene,
  written: readonly Written[],
  { isTimed }: { readonly isTimed: boolean },
): Promise<CaseVerdict> {
  const { setup, pulses, sampling, troubles } = scene
  const database = await openDatabase(scene.databaseUrl())
  const unsettled = await untilSettled(scene, database)
  await sampling.stop()
  await setup.stopWorkers()
  const judgement = createJudgement()
  const { line, expect } = judgement
  const expectInTime = (holds: boolean, failure: string): void => {
    if (isTimed) expect(holds, failure)
    else if (!holds) line('  not judged', failure)
  }

  const acked = pulses.all.filter(({ ackedAt }) => ackedAt !== undefined)
  const refusals = pulses.all.reduce((sum, pulse) => sum + pulse.refusals.length, 0)
  line('reactions acked', `${acked.length} of ${pulses.all.length}; ${refusals} attempts refused`)
  expect(acked.length === pulses.all.length, `${pulses.all.length - acked.length} reactions were never acked`)
  const found = await countReactions(database)
  const count = (wanted: (rows: number) => boolean): number =>
    acked.filter(({ personId }) => wanted(found.get(personId) ?? 0)).length
  const [lost, doubled] = [count((rows) => rows === 0), count((rows) => rows > 1)]
  const limits = { deadlineMs: 20_000, quietMs: 2_000, mostExamples: 2_000 }
  const events = await checkAgainstDatabase(setup.graph.ledger, scene.databaseUrl(), limits)
  line(
    'events lost, doubled, wrong',
    [lost + events.missing, doubled + events.duplicated, events.wrong].join(', '),
  )
  expect(lost + events.missing === 0, `${lost + events.missing} acked events are in no table`)
  expect(doubled + events.duplicated === 0, `${doubled + events.duplicated} events are stored twice`)
  expect(
    events.wrong === 0,
    `${events.wrong} rows differ from their events: ${events.examples
      .filter((example) => !example.startsWith('unexpected'))
      .slice(0, 2)
      .join('; ')}`,
  )

  const turns = await findTurns(database)
  const recorded = await countRecorded(database)
  const { seen } = setup.graph.ledger
  // Facebook stops sending again what is refused for too long. Such a message cannot have a reply.
  const taken = written.filter(({ ackedAt }) => ackedAt < Infinity)
  const { broken, unanswered } = judge({ written: taken, seen, turns, recorded })
  line('messages', `${written.length}, ${seen.length} replies seen`)
  expect(taken.length === written.length, `${written.length - taken.length} messages were never acked`)
  for (const [kind, examples] of Object.entries(broken))
    expect(examples.length === 0, `${kind}: ${examples.length}, for example ${examples[0] ?? ''}`)
  for (const [reason, messages] of Object.entries(unanswered)) line(`  no reply: ${reason}`, messages)
  expect(unsettled === '', `after ${formatSeconds(settleWithinMs)} there is left: ${unsettled}`)

  const recoveredMs = Math.max(0, ...troubles.map((trouble) => recoveryOf(scene, trouble)))
  line('acks, rows and replies went on after', formatSeconds(recoveredMs))
  expect(Number.isFinite(recoveredMs), 'acks, rows or replies never went on')
  expectInTime(recoveredMs <= recoverWithinMs, `something went on only after ${formatSeconds(recoveredMs)}`)
  const late = waitsAfter(scene, written)
  line(
    'replies after the recovery: p50, p99',
    [0.5, 0.99].map((q) => `${Math.round(quantile(late, q))} ms`).join(', '),
  )
  const lies = findLies(pulses.all, sampling.all)
  line('/readyz said 200 while deliveries were refused', `${lies} s`)
  expectInTime(lies === 0, `/readyz said 200 for ${lies} s while deliveries were refused`)
  const logRate = worstLogRate(await setup.host.processes.readLog())
  line('log lines of one process in its worst second', `${logRate.lines}${logRate.said}`)
  expect(logRate.lines <= logLinesASecond, `${logRate.lines} log lines in a second:${logRate.said}`)
  const memory = sampling.all.map(({ receiverMiB }) => receiverMiB)
  line('memory of the receiver', `${Math.round(Math.max(...memory))} MiB at most`)
  await database.end()
  const isWhole = Object.keys(unanswered).length === 0 && Object.values(broken).flat().length === 0
  return {
    ...judgement,
    recoveredMs,
    logRate,
    ...(isWhole ? {} : { evidence: { written, seen, turns, broken } }),
  }
}

/** Returns what is left in the end; '' when all is settled. Jobs are counted at the server that takes writes now: a replica refuses the question. */
async function untilSettled({ setup, redis }: Scene, database: Connection): Promise<string> {
  const connection = workerConnection(redis.url())
  const queues = watchQueues(connection, setup.installation.prefix)
  const giveUpAt = Date.now() + settleWithinMs
  try {
    for (let quiet = 0; quiet < 4;) {
      const left = {
        webhooks: setup.graph.outbox.pending,
        'turns and messages': await countLeft(database).catch(() => Number.NaN),
        ...(await queues.countOpen()),
      }
      const open = Object.entries(left).filter(([, count]) => count !== 0)
      if (open.length > 0 && Date.now() > giveUpAt)
        return open.map(([what, count]) => `${count} ${what}`).join(', ')
      quiet = open.length === 0 ? quiet + 1 : 0
      await pause(250)
    }
    return ''
  } finally {
    await queues.close()
    connection.disconnect()
  }
}

async function countReactions(database: Connection): Promise<Map<string, number>> {
  const rows = await query(
    database,
    "SELECT sender_id, COUNT(*) n FROM chanFacebookFeed WHERE item = 'reaction' GROUP BY sender_id",
  )
  return new Map(rows.map((row) => [textOf(row, 'sender_id'), Number(textOf(row, 'n'))]))
}

/** Of messages written later than the recovery may take after each trouble. */
function waitsAfter({ setup, troubles }: Scene, written: readonly Written[]): number[] {
  const seenAt = whenSeen(setup.graph.ledger.seen)
  const isCalm = (at: number): boolean =>
    troubles.every(({ from, to }) => at < from || at > to + recoverWithinMs)
  return written.flatMap((each) => {
    const at = seenAt(each)
    return at === undefined || !isCalm(each.at) ? [] : [at - each.leftAt]
  })
}

/**
 * Seconds in which deliveries were refused with 503, none was acked, and `/readyz` said 200 before, in and after them. One
 * second of delay is allowed: readiness is looked at now and then, not at each delivery.
 */
function findLies(pulses: readonly Pulse[], samples: readonly Sample[]): number {
  const acked = new Set(pulses.flatMap(({ ackedAt }) => (ackedAt === undefined ? [] : [second(ackedAt)])))
  const refused = new Set(
    pulses.flatMap(({ refusals }) =>
      refusals.filter(({ status }) => status === 503).map(({ at }) => second(at)),
    ),
  )
  const says200 = (at: number): boolean => {
    const inIt = samples.filter((sample) => second(sample.at) === at)
    return inIt.length > 0 && inIt.every(({ ready }) => ready === 200)
  }
  return [...refused].filter((at) => !acked.has(at) && [at - 1, at, at + 1].every((each) => says200(each)))
    .length
}

function second(at: number): number {
  return Math.floor(at / 1_000)
}
