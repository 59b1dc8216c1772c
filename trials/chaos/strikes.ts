/** What is done to whom, in turn, while events come in. Only processes that this run started are ever touched. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../sandbox/facebook/world/random.ts'
import type { ServerControl } from '../../sandbox/servers/start-servers.ts'
import type { Crew } from '../../sandbox/processes.ts'
import type { Queues } from './resume-watch.ts'

/** Each wave comes in the first part of its time, where its strike falls too: it meets work under way. */
const burstShare = 0.4

export type Blow = 'kill -9' | 'SIGTERM' | 'freeze'
export interface Strike {
  readonly victim: string
  readonly blow: Blow
}

/** After a worker's kill two strikes spare Redis and MariaDB, so that the time until its jobs go on is the workers' own. */
export const fullRound: readonly Strike[] = [
  { victim: 'worker 1', blow: 'kill -9' },
  { victim: 'receiver', blow: 'kill -9' },
  { victim: 'worker 2', blow: 'kill -9' },
  { victim: 'receiver', blow: 'SIGTERM' },
  { victim: 'Redis', blow: 'kill -9' },
  { victim: 'MariaDB', blow: 'kill -9' },
  { victim: 'worker 1', blow: 'SIGTERM' },
  { victim: 'Redis', blow: 'freeze' },
  { victim: 'MariaDB', blow: 'freeze' },
]

export const shortRound: readonly Strike[] = [
  { victim: 'worker 1', blow: 'kill -9' },
  { victim: 'receiver', blow: 'kill -9' },
  { victim: 'Redis', blow: 'kill -9' },
  { victim: 'MariaDB', blow: 'kill -9' },
  { victim: 'worker 2', blow: 'kill -9' },
  { victim: 'Redis', blow: 'freeze' },
]

export interface Struck extends Strike {
  readonly pid: number | undefined
  /** Since the storm began, s. */
  readonly at: number
  /** Redis, MariaDB, receiver: until it took work again. */
  readonly backAfterMs?: number
  /** A worker asked to stop: until it had finished its jobs and was gone. */
  readonly endedAfterMs?: number
  /** A worker killed: the jobs under way at that moment, and until the last of them went on. */
  readonly jobs?: number
  readonly resumedAfterMs?: number
}

export interface StormOptions {
  readonly round: readonly Strike[]
  readonly everyMs: number
  readonly random: Random
  readonly crew: Crew
  readonly servers: Readonly<Record<string, ServerControl>>
  readonly queues: Queues
  readonly untilReceiving: () => Promise<void>
  readonly onStrike: (struck: Struck) => void
}

export interface Strikes {
  /** Waves that have begun, the present one by its share: 2.5 is half of the third. */
  wavesBegun(): number
  /** No further strike; the last victim is on its feet again, and the jobs of every worker killed have gone on. */
  stop(): Promise<readonly Struck[]>
}

/** Strikes go on, one a wave, until `stop`. A wave lasts its time, and until its victim is back. */
export function startStrikes(options: StormOptions): Strikes {
  const { round, everyMs, random, crew, servers, queues, untilReceiving, onStrike } = options
  const startedMs = performance.now()
  const struck: Struck[] = []
  const resuming: Promise<void>[] = []
  const stopping = new AbortController()
  const wave = { number: 0, beganMs: startedMs }

  function note(entry: Struck): void {
    struck.push(entry)
    onStrike(entry)
  }

  async function strike({ victim, blow }: Strike): Promise<void> {
    const server = servers[victim]
    const pid = server === undefined ? crew.pidOf(victim) : server.pid
    const beganMs = performance.now()
    const entry = { victim, blow, pid, at: (beganMs - startedMs) / 1000 }
    if (server !== undefined) {
      await strikeServer(server, blow)
      return note({ ...entry, backAfterMs: performance.now() - beganMs })
    }
    await crew.signal(victim, blow === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL')
    const endedMs = performance.now()
    if (victim === 'receiver') {
      await untilReceiving()
      return note({ ...entry, backAfterMs: performance.now() - beganMs })
    }
    if (blow === 'SIGTERM') return note({ ...entry, endedAfterMs: endedMs - beganMs })
    const resumed = queues.untilResumed(endedMs)
    resuming.push(resumed.then(({ jobs, longestMs }) => note({ ...entry, jobs, resumedAfterMs: longestMs })))
  }

  async function strikeServer(server: ServerControl, blow: Blow): Promise<void> {
    if (blow === 'freeze') {
      await server.kill('SIGSTOP')
      await pause(1_000 + random.below(1_000))
      await server.kill('SIGCONT')
      return
    }
    await server.kill('SIGKILL')
    await pause(random.below(800))
    await server.restart()
  }

  async function run(): Promise<void> {
    for (; !stopping.signal.aborted; wave.number += 1) {
      wave.beganMs = performance.now()
      await rest(everyMs * random.next() * burstShare)
      const next = round[wave.number % round.length]
      if (stopping.signal.aborted || next === undefined) return
      await queues.untilBusy(everyMs / 4)
      await strike(next)
      // A slow machine gets a rest between two strikes, too, or it would only ever start up.
      await rest(Math.max(everyMs / 3, wave.beganMs + everyMs - performance.now()))
    }
  }

  async function rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  }

  const ran = run()
  return {
    wavesBegun() {
      const share = (performance.now() - wave.beganMs) / (everyMs * burstShare)
      return wave.number + Math.min(1, share)
    },
    async stop() {
      stopping.abort()
      await ran
      await Promise.all(resuming)
      return struck
    },
  }
}
