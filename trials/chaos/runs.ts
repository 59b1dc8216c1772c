import { performance } from 'node:perf_hooks'
import { createFaults, decodeFaults, type FaultShares } from '../../sandbox/facebook/faults.ts'
import type { Ledger } from '../../sandbox/facebook/ledger/ledger.ts'
import { play } from '../../sandbox/facebook/webhooks/play.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { createSender } from '../../sandbox/facebook/webhooks/sender.ts'
import { createRandomWorld, type RandomWorld } from '../../sandbox/facebook/world/random-world.ts'
import type { ChaosSettings } from './settings.ts'
import { startProgress } from './progress.ts'
import { nameOfBody } from './raw-ledger.ts'
import { fullRound, shortRound, startStrikes, type Struck } from './strikes.ts'
import { type Scene, secret, type Theatre } from './theatre.ts'
import { sendInWaves, type Sent } from './waves.ts'

/** What Facebook writes differently now and then: the same in both runs, so that the rows can be equal. */
const oddities = decodeFaults(
  'all,malformed=0,wrong-secret=0,duplicates=0,shuffle=0,late=0,retry-time=0,lost-answers=0',
)

/** What happens to deliveries on their way: in the storm only. */
const mishaps = ['duplicates', 'shuffle', 'late', 'retry-time', 'lost-answers', 'wrong-secret'] as const

/** An hour of Facebook's patience is a minute of ours. */
const timeScale = 60

/** How long the pipeline may take to empty its queues after the last ack. */
const quietWithinMs = 120_000

export interface RunResult {
  readonly ledger: Ledger
  readonly seconds: number
  readonly isQuiet: boolean
}

export interface StormResult extends RunResult {
  readonly sent: Sent
  /** Names of the bodies that were answered 200. */
  readonly ackedBodies: ReadonlySet<string>
  readonly struck: readonly Struck[]
  /** Seconds from the last ack to empty queues. */
  readonly settledAfter: number
}

/** Every event once and in order, one delivery at a time, one job at a time, nobody dies. */
export async function playCalm(scene: Scene, settings: ChaosSettings): Promise<RunResult> {
  const startedMs = performance.now()
  const world = worldOf(settings, { faults: oddities, batch: [50, 50] })
  await scene.open(1, 1)
  const sender = createSender({
    url: scene.webhookUrl,
    secret,
    connections: 1,
    timeScale,
    ledger: world.ledger,
  })
  await play({ world, sender })
  await sender.close()
  const isQuiet = await scene.untilQuiet(quietWithinMs)
  await scene.close()
  return { ledger: world.ledger, isQuiet, seconds: secondsSince(startedMs) }
}

/** The same events shuffled, copied, held back and packed otherwise, while the victims fall in turn. */
export async function playStorm(
  scene: Scene,
  { crew, servers }: Theatre,
  settings: ChaosSettings,
  say: (line: string) => void,
): Promise<StormResult> {
  const startedMs = performance.now()
  const usual = decodeFaults(mishaps.join())
  const faults: FaultShares = {
    ...oddities,
    ...Object.fromEntries(mishaps.map((name) => [name, usual[name]])),
  }
  const world = worldOf(settings, { faults, batch: [1, settings.short ? 250 : 1000] })
  await scene.open(2, 32)
  const sendingFaults = createFaults({ seed: `${settings.seed} sender`, initial: faults })
  const ackedBodies = new Set<string>()
  const round = settings.short ? shortRound : fullRound
  const everyMs = settings.every * 1000
  const waves = Math.max(round.length, Math.round(settings.events / eventsPerSecond / settings.every))
  const watch = startProgress(scene.databaseUrl, world.ledger, say)
  const strikes = startStrikes({
    round,
    everyMs,
    random: createRandom(`${settings.seed} strikes`),
    crew,
    servers: { Redis: servers.redis, MariaDB: servers.mariadb },
    queues: scene.queues,
    untilReceiving: scene.untilReceiving,
    onStrike: watch.onStrike,
  })
  const size = Math.ceil((settings.events * copies) / waves)
  let struck: readonly Struck[] = []
  const sent = await sendInWaves({
    world,
    createSender: () =>
      createSender({
        url: scene.webhookUrl,
        secret,
        timeScale,
        faults: sendingFaults,
        ledger: world.ledger,
        onAnswer({ status, delivery }) {
          if (status === 200) ackedBodies.add(nameOfBody(delivery.body))
        },
      }),
    // What is left comes with the last strike.
    owed: () => (strikes.wavesBegun() >= waves ? Infinity : size * strikes.wavesBegun()),
    async onSent() {
      struck = await strikes.stop()
    },
  })
  const ackedMs = performance.now()
  const isQuiet = await scene.untilQuiet(quietWithinMs)
  const settledAfter = secondsSince(ackedMs)
  await watch.stop()
  return {
    ledger: world.ledger,
    sent,
    ackedBodies,
    struck,
    isQuiet,
    settledAfter,
    seconds: secondsSince(startedMs),
  }
}

/** On average; waves bring it in bursts. */
const eventsPerSecond = 300
/** Items for one event, copies included. */
const copies = 1.15

function worldOf(
  { seed, events }: ChaosSettings,
  { faults, batch }: { faults: FaultShares; batch: readonly [number, number] },
): RandomWorld {
  // Ten seconds from one event to the next: 50,000 of them are almost six days.
  return createRandomWorld({
    seed,
    secret,
    events,
    faults,
    batch,
    baseTime: Date.UTC(2026, 2, 1),
    gapMs: 10_000,
  })
}

function secondsSince(ms: number): number {
  return (performance.now() - ms) / 1000
}
