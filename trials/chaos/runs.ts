import { performance } from 'node:perf_hooks'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { createFaults, decodeFaults, type FaultShares } from '../../sandbox/facebook/faults.ts'
import type { Ledger } from '../../sandbox/facebook/ledger/ledger.ts'
import { play } from '../../sandbox/facebook/webhooks/play.ts'
import { createSender } from '../../sandbox/facebook/webhooks/sender.ts'
import { createRandomWorld, type RandomWorld } from '../../sandbox/facebook/world/random-world.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import type { Servers } from '../../sandbox/servers/start-servers.ts'
import { trackingStageNames } from '../../workers/pipeline.ts'
import type { Installation } from '../installation.ts'
import { fullRound, type Killed, shortRound, startKillRound } from '../kills.ts'
import { type Layout, type WorkerProcess, workersOf } from '../layout.ts'
import { appSecret } from '../secrets.ts'
import { startProgress } from './progress.ts'
import { sendInWaves, type Sent } from './waves.ts'

export interface ChaosSettings {
  readonly seed: string
  /** Different events; copies come on top. */
  readonly events: number
  /** From one kill to the next. */
  readonly everyMs: number
  /** Every victim once, and the run is over in well under a minute. */
  readonly short: boolean
  readonly layout: Layout
  readonly workers: readonly WorkerProcess[]
}

/** What Facebook writes differently now and then: the same in both runs, so that the rows can be equal. */
const oddities = decodeFaults(
  'all,malformed=0,wrong-secret=0,duplicates=0,shuffle=0,late=0,retry-time=0,lost-answers=0',
)
/** What happens to deliveries on their way: in the storm only. */
const mishaps = decodeFaults('duplicates,shuffle,late,retry-time,lost-answers,wrong-secret')
/** An hour of Facebook's retries is a minute of ours. */
const timeScale = 60
/** How long the pipeline may take to empty its queues after the last ack. */
const quietWithinMs = 120_000
/** On average; waves bring it in bursts. */
const eventsPerSecond = 300
/** Items for one event, copies included. */
const copies = 1.15

export interface RunResult {
  readonly ledger: Ledger
  readonly seconds: number
  readonly isQuiet: boolean
}

export interface StormResult extends RunResult {
  readonly sent: Sent
  readonly kills: readonly Killed[]
  /** Seconds from the last ack to empty queues. */
  readonly settledAfter: number
}

/** Every event once and in order, one delivery at a time, one job at a time, no kills. */
export async function playCalm(installation: Installation, settings: ChaosSettings): Promise<RunResult> {
  const startedMs = performance.now()
  const world = worldOf(settings, { faults: oddities, batch: [50, 50] })
  const { ledger } = world
  await installation.startReceiver()
  await installation.startWorkers(workersOf('one', { workers: 1, only: trackingStageNames }), {
    concurrency: 1,
  })
  const url = installation.webhookUrl
  const sender = createSender({ url, secret: appSecret, connections: 1, timeScale, ledger })
  await play({ world, sender })
  await sender.close()
  const isQuiet = await installation.untilQuiet(quietWithinMs, () => countMarks(installation.databaseUrl))
  await installation.stop()
  return { ledger, isQuiet, seconds: secondsSince(startedMs) }
}

/** The same events shuffled, copied, held back and packed otherwise, while the victims are killed in turn. */
export async function playStorm(
  installation: Installation,
  { settings, servers }: { settings: ChaosSettings; servers: Servers },
): Promise<StormResult> {
  const { seed, short, events, everyMs, workers } = settings
  const startedMs = performance.now()
  const faults = { ...oddities, ...mishaps }
  const world = worldOf(settings, { faults, batch: [1, short ? 250 : 1000] })
  const { ledger } = world
  await installation.startReceiver()
  await installation.startWorkers(workers, { concurrency: 32 })
  const sendingFaults = createFaults({ seed: `${seed} sender`, initial: faults })
  const round = short ? shortRound : fullRound
  const waves = Math.max(round.length, Math.round((1_000 * events) / eventsPerSecond / everyMs))
  const progress = startProgress(installation.databaseUrl, ledger)
  const killing = startKillRound({
    round,
    everyMs,
    random: createRandom(`${seed} kills`),
    installation,
    workers: workers.map(({ name }) => name),
    servers: { Redis: servers.redis, MariaDB: servers.mariadb },
    onKill: progress.onKill,
  })
  const size = Math.ceil((events * copies) / waves)
  let kills: readonly Killed[] = []
  const sent = await sendInWaves({
    world,
    createSender: (onAnswer) =>
      createSender({
        url: installation.webhookUrl,
        secret: appSecret,
        timeScale,
        faults: sendingFaults,
        ledger,
        onAnswer,
      }),
    // The rest comes with the last kill.
    owed: () => (killing.wavesBegun() >= waves ? Infinity : size * killing.wavesBegun()),
    async onSent() {
      kills = await killing.stop()
    },
  })
  const ackedMs = performance.now()
  const isQuiet = await installation.untilQuiet(quietWithinMs, () => countMarks(installation.databaseUrl))
  const settledAfter = secondsSince(ackedMs)
  await progress.stop()
  return { ledger, sent, kills, isQuiet, settledAfter, seconds: secondsSince(startedMs) }
}

/** Ids whose links a worker did not follow any more, as it was killed: a round of the workers does it. */
async function countMarks(databaseUrl: string): Promise<number> {
  const connection = await createConnection(databaseUrl)
  try {
    const [rows] = await connection.query<RowDataPacket[]>('select count(*) as marks from identityTouched')
    return Number(rows[0]?.['marks'])
  } finally {
    await connection.end()
  }
}

function worldOf(
  { seed, events }: ChaosSettings,
  { faults, batch }: { faults: FaultShares; batch: readonly [number, number] },
): RandomWorld {
  // Ten seconds from one event to the next: 50,000 of them are almost six days.
  const time = { baseTime: Date.UTC(2026, 2, 1), gapMs: 10_000 }
  return createRandomWorld({ seed, secret: appSecret, events, faults, batch, ...time })
}

function secondsSince(ms: number): number {
  return (performance.now() - ms) / 1000
}
