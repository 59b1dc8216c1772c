/** What storms do to processes. Only processes that this run started are ever touched. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../sandbox/facebook/world/random.ts'
import type { ServerControl } from '../sandbox/servers/start-servers.ts'
import type { Installation } from './installation.ts'
import type { WorkerProcess } from './layout.ts'
import { repeat } from './repeat.ts'

/**
 * `kill -9` of two random workers (of one, where there is only one), `betweenMs` (least, most) apart, again and again;
 * `most` 0: never. All workers work before the next two are killed, at least as long as they took to start: so some
 * of them can always do jobs, and a slow machine does more than start up.
 */
export function startRandomKills(
  { queues, signal: kill }: Pick<Installation, 'queues' | 'signal'>,
  workers: readonly WorkerProcess[],
  { betweenMs, random, killed }: RandomKills,
): { stop(): Promise<void> } {
  const [least, most] = betweenMs
  return repeat(async ({ signal, rest }) => {
    if (most === 0) return await rest(60_000)
    const beganMs = performance.now()
    await queues.untilStaffed(workers)
    const startedInMs = performance.now() - beganMs
    const first = random.below(workers.length)
    for (const [index, victim] of [...new Set([first, (first + 1) % workers.length])].entries()) {
      const pauseMs = least + random.next() * (most - least)
      await rest(index === 0 ? Math.max(pauseMs, startedInMs) : pauseMs)
      if (signal.aborted) return
      await kill(workers[victim]?.name ?? '', 'SIGKILL')
      killed.count += 1
    }
  })
}

interface RandomKills {
  readonly betweenMs: readonly [number, number]
  readonly random: Random
  /** Counts up. */
  readonly killed: { count: number }
}

/** `worker` stands for each worker process in turn. */
export interface Kill {
  readonly victim: 'worker' | 'receiver' | 'Redis' | 'MariaDB'
  readonly how: 'kill -9' | 'SIGTERM' | 'freeze'
}

/** After the kill of a worker two others spare Redis and MariaDB, so that the time until its jobs go on is the workers' own. */
export const fullRound: readonly Kill[] = [
  { victim: 'worker', how: 'kill -9' },
  { victim: 'receiver', how: 'kill -9' },
  { victim: 'worker', how: 'kill -9' },
  { victim: 'receiver', how: 'SIGTERM' },
  { victim: 'Redis', how: 'kill -9' },
  { victim: 'MariaDB', how: 'kill -9' },
  { victim: 'worker', how: 'SIGTERM' },
  { victim: 'Redis', how: 'freeze' },
  { victim: 'MariaDB', how: 'freeze' },
]

/** Each victim once, the workers twice. */
export const shortRound: readonly Kill[] = [0, 1, 4, 5, 2, 7].flatMap((index) => fullRound[index] ?? [])

export interface Killed extends Pick<Kill, 'how'> {
  /** The process: `worker 1`, `Redis`. */
  readonly victim: string
  readonly pid: number | undefined
  /** Since the storm began, s. */
  readonly at: number
  /** Redis, MariaDB, receiver: until it took work again. */
  readonly backAfterMs?: number
  /** A worker asked to stop: until it had finished its jobs and had ended. */
  readonly endedAfterMs?: number
  /** A worker killed: the jobs under way at that moment, and until the last of them went on. */
  readonly jobs?: number
  readonly resumedAfterMs?: number
}

export interface RoundOptions {
  readonly round: readonly Kill[]
  readonly everyMs: number
  readonly random: Random
  readonly installation: Installation
  readonly workers: readonly string[]
  readonly servers: Readonly<Record<'Redis' | 'MariaDB', ServerControl>>
  readonly onKill: (killed: Killed) => void
}

/** Each wave of events comes in the first part of its time, where its kill happens too: it meets work under way. */
const burstShare = 0.4

/** Kills go round, one a wave, until `stop`. A wave lasts its time, and until its victim is back. */
export function startKillRound(options: RoundOptions) {
  const { round, everyMs, random, installation, workers, servers, onKill } = options
  const { queues } = installation
  const startedMs = performance.now()
  const all: Killed[] = []
  const resuming: Promise<void>[] = []
  const wave = { number: 0, beganMs: startedMs }
  let workerKills = 0

  function note(killed: Killed): void {
    all.push(killed)
    onKill(killed)
  }

  async function carryOut({ victim: kind, how }: Kill): Promise<void> {
    const server = kind === 'Redis' || kind === 'MariaDB' ? servers[kind] : undefined
    const victim = kind === 'worker' ? (workers[workerKills++ % workers.length] ?? kind) : kind
    const beganMs = performance.now()
    const pid = server === undefined ? installation.pidOf(victim) : server.pid
    const killed = { victim, how, pid, at: (beganMs - startedMs) / 1000 }
    if (server !== undefined) await killServer(server, how, random)
    else await installation.signal(victim, how === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL')
    const endedMs = performance.now()
    if (kind === 'receiver') await installation.untilReceiving()
    if (kind !== 'worker') return note({ ...killed, backAfterMs: performance.now() - beganMs })
    if (how === 'SIGTERM') return note({ ...killed, endedAfterMs: endedMs - beganMs })
    const resumed = queues.untilResumed(endedMs)
    resuming.push(resumed.then(({ jobs, longestMs }) => note({ ...killed, jobs, resumedAfterMs: longestMs })))
  }

  const kills = repeat(async ({ signal, rest }) => {
    wave.beganMs = performance.now()
    await rest(everyMs * random.next() * burstShare)
    const next = round[wave.number % round.length]
    if (signal.aborted || next === undefined) return
    await queues.untilBusy(everyMs / 4)
    await carryOut(next)
    // A slow machine gets a rest between two kills, too, or it would only ever start up.
    await rest(Math.max(everyMs / 3, wave.beganMs + everyMs - performance.now()))
    wave.number += 1
  })
  return {
    /** Waves that have begun, the present one by its share: 2.5 is half of the third. */
    wavesBegun: () => wave.number + Math.min(1, (performance.now() - wave.beganMs) / (everyMs * burstShare)),
    /** No further kill; the last victim works again, and the jobs of every killed worker have gone on. */
    async stop(): Promise<readonly Killed[]> {
      await kills.stop()
      await Promise.all(resuming)
      return all
    },
  }
}

async function killServer(server: ServerControl, how: Kill['how'], random: Random): Promise<void> {
  if (how === 'freeze') {
    await server.kill('SIGSTOP')
    await pause(1_000 + random.below(1_000))
    await server.kill('SIGCONT')
    return
  }
  await server.kill('SIGKILL')
  await pause(random.below(800))
  await server.restart()
}
