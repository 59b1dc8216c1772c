/** From the POST of a webhook to the open Inbox of an agent, through all processes of an installation. */
import { setTimeout as pause } from 'node:timers/promises'
import { liveEvents } from '../../console/api/live.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { chatter, createWriters, inTurn, type Written } from '../converse/chatter.ts'
import { openSetup } from '../converse/setup.ts'
import { cpuOf } from '../cpu.ts'
import { quantile } from '../statistics.ts'
import { openStream } from './open-stream.ts'
import { startConsole } from './start-console.ts'

export interface LiveFigures {
  readonly p50: number
  readonly p99: number
  readonly messages: number
  readonly unseen: number
  /** Processor time of the console in ms for each second: while pages are open, and while none is. */
  readonly liveCpu: number
  readonly idleCpu: number
}

export interface LiveLoad {
  readonly perSecond: number
  readonly seconds: number
  readonly people: number
  readonly idleSeconds: number
  /** Before that, as the console looks at what happened within the last minute. */
  readonly restSeconds: number
}

const settleMs = 60_000
const seenMs = 10_000

export async function measureLive(load: LiveLoad): Promise<LiveFigures> {
  const setup = await openSetup({ seed: 'console', pages: 2, layout: 'one', workers: 1, concurrency: 16 })
  const { installation, host, graph, pageIds } = setup
  try {
    const origin = await startConsole(host, installation)
    const random = createRandom('agents')
    const next = inTurn(createWriters(graph, { people: load.people, pageIds }), random)
    const write = async (messages: number): Promise<Written[]> =>
      await chatter({ graph, random, next, messages, perSecond: load.perSecond, shuffleMs: 0, doubled: 0 })
    await write(load.people)
    await setup.untilSettled(settleMs)
    await pause(1_000 * load.restSeconds)
    const idleCpu = await cpuDuring(installation.pidOf('console') ?? 0, () => pause(1_000 * load.idleSeconds))
    /** By the customer: the times at which the page was told, with how far it then knew what the customer wrote. */
    const told = new Map<string, { readonly at: number; readonly inboundTs: number }[]>()
    const stream = await openStream(origin, installation.databaseUrl, (name, data) => {
      if (name !== 'conversations') return
      for (const { pId, lastInboundTs = 0 } of liveEvents.conversations.parse(data).items)
        told.set(pId, [...(told.get(pId) ?? []), { at: Date.now(), inboundTs: lastInboundTs }])
    })
    await pause(1_000)
    let written: Written[] = []
    const liveCpu = await cpuDuring(installation.pidOf('console') ?? 0, async () => {
      written = await write(load.perSecond * load.seconds)
    })
    const seenAt = (one: Written): number | undefined =>
      told.get(`facebook:${one.psid}`)?.find(({ inboundTs }) => inboundTs >= one.at)?.at
    for (
      const until = Date.now() + seenMs;
      Date.now() < until && written.some((one) => seenAt(one) === undefined);
    )
      await pause(50)
    stream.close()
    const waits = written.flatMap((one) => {
      const at = seenAt(one)
      return at === undefined ? [] : [at - one.leftAt]
    })
    return {
      p50: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
      messages: written.length,
      unseen: written.length - waits.length,
      liveCpu,
      idleCpu,
    }
  } finally {
    await setup.close()
  }
}

/** ms of processor time in a second. */
async function cpuDuring(pid: number, work: () => Promise<unknown>): Promise<number> {
  const [before, startedMs] = [cpuOf(pid), performance.now()]
  await work()
  return (cpuOf(pid) - before) / (performance.now() - startedMs)
}
