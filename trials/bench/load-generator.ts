/**
 * A load generator as cheap as Node allows: requests made and signed beforehand, raw keep-alive sockets, one request under way
 * on each. Runs in a process of its own (`load.ts` is its owner's end) and says what processor time it used itself.
 */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { endWithParent } from '../../workers/end-with-parent.ts'
import { openClient, type Client } from './http-client.ts'
import { createPosts, type Recipe } from './recipe.ts'
import { quantile } from '../statistics.ts'
import { toRequest } from './http-request.ts'

/** Until the time is over (the requests go round), until all are sent once, or each at its time, answered or not. */
export type Pace =
  | { readonly until: 'seconds'; readonly seconds: number }
  | { readonly until: 'sent' }
  | { readonly until: 'sent'; readonly rate: number }

export interface RunOrder {
  readonly port: number
  readonly connections: number
  readonly pace: Pace
}

export interface LoadResult {
  readonly acked: number
  /** Events in the POSTs that were acked. */
  readonly ackedEvents: number
  /** Answers that were not 200, by status; where all are to be sent, their POSTs were sent again. */
  readonly refused: Readonly<Record<string, number>>
  /** From the first request to the last answer. */
  readonly seconds: number
  /** ms since the epoch, with fractions. */
  readonly startedAt: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicros: number
  /** With a rate: when each POST should have left, ms since the epoch, and how late the 99th percentile left. */
  readonly dueAt: readonly number[]
  readonly late99Ms: number
}

export type LoadRequest =
  | { readonly id: number; readonly do: 'prepare'; readonly recipe: Recipe }
  | ({ readonly id: number; readonly do: 'run' } & RunOrder)

export interface Prepared {
  readonly posts: number
  readonly events: number
  readonly bytes: number
}

interface Ready {
  readonly request: Buffer
  readonly events: number
}
let ready: readonly Ready[] = []

process.on('message', (asked: LoadRequest) => {
  const answer = asked.do === 'prepare' ? prepare(asked.recipe) : run(asked)
  Promise.resolve(answer).then(
    (result) => process.send?.({ id: asked.id, result }),
    (error: unknown) => process.send?.({ id: asked.id, error: String(error) }),
  )
})
endWithParent()

function prepare(recipe: Recipe): Prepared {
  const posts = createPosts(recipe)
  ready = posts.map((post) => ({ request: toRequest(post), events: post.events }))
  return {
    posts: posts.length,
    events: posts.reduce((sum, { events }) => sum + events, 0),
    bytes: posts.reduce((sum, { body }) => sum + body.length, 0),
  }
}

async function run({ port, connections, pace }: RunOrder): Promise<LoadResult> {
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)))
  const cpu = process.cpuUsage()
  const started = performance.now()
  const seen = createTally()
  const dueAt = 'rate' in pace ? await sendOnTime(clients, pace.rate, seen) : []
  if (!('rate' in pace)) await Promise.all(clients.map((client) => sendOneByOne(client, pace, started, seen)))
  const seconds = (seen.lastAnswer() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  for (const client of clients) client.close()
  const startedAt = performance.timeOrigin + started
  return { ...seen.result(), seconds, startedAt, cpuMicros: user + system, dueAt }
}

let next = 0

async function sendOneByOne(client: Client, pace: Pace, started: number, seen: Tally): Promise<void> {
  const deadline = 'seconds' in pace ? started + pace.seconds * 1000 : Infinity
  if (started !== seen.startedAt) {
    seen.startedAt = started
    next = 0
  }
  while (performance.now() < deadline) {
    const one = ready['seconds' in pace ? next % ready.length : next]
    if (one === undefined) return
    next += 1
    const sentAt = performance.now()
    const status =
      'seconds' in pace ? await client.send(one.request) : await sendUntilAcked(client, one, seen)
    seen.answer(status, sentAt, one.events)
  }
}

/** As Facebook does: what was not answered 200 is sent again. Gives up after a while: then the last status. */
async function sendUntilAcked(client: Client, { request }: Ready, seen: Tally): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const status = await client.send(request)
    if (status === 200 || tries === mostTries) return status
    seen.refused(status)
    await pause(againAfterMs)
  }
}
const mostTries = 30
const againAfterMs = 200

/** Poisson arrivals. A POST whose time has come waits for nothing but a free connection; its time counts from when it was due. */
async function sendOnTime(clients: readonly Client[], rate: number, seen: Tally): Promise<number[]> {
  const idle = [...clients]
  const due: number[] = []
  let at = performance.now() + 20
  for (const _ of ready) due.push((at += -Math.log(1 - Math.random()) * (1000 / rate)))
  let sent = 0
  let answered = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  function sendDue(): void {
    const now = performance.now()
    for (let dueMs = due[sent]; dueMs !== undefined && dueMs <= now; dueMs = due[sent]) {
      const client = idle.pop()
      const one = ready[sent]
      if (client === undefined || one === undefined) return
      sent += 1
      seen.late(now - dueMs)
      void sendDueOne(client, one, dueMs)
    }
  }
  async function sendDueOne(client: Client, one: Ready, dueMs: number): Promise<void> {
    seen.answer(await sendUntilAcked(client, one, seen), dueMs, one.events)
    answered += 1
    idle.push(client)
    if (answered === ready.length) resolve()
    else sendDue()
  }
  const timer = setInterval(sendDue, 1)
  await promise
  clearInterval(timer)
  return due.map((ms) => performance.timeOrigin + ms)
}

interface Tally {
  startedAt: number
  answer(status: number, sentAt: number, events: number): void
  refused(status: number): void
  late(ms: number): void
  lastAnswer(): number
  result(): Pick<LoadResult, 'acked' | 'ackedEvents' | 'refused' | 'p50Ms' | 'p99Ms' | 'late99Ms'>
}

function createTally(): Tally {
  const times: number[] = []
  const lates: number[] = []
  const refused: Record<string, number> = {}
  let ackedEvents = 0
  let last = 0
  const refuse = (status: number): void => {
    refused[status] = (refused[status] ?? 0) + 1
  }
  return {
    startedAt: 0,
    answer(status, sentAt, events) {
      last = performance.now()
      if (status !== 200) refuse(status)
      else {
        times.push(last - sentAt)
        ackedEvents += events
      }
    },
    refused: refuse,
    late: (ms) => void lates.push(ms),
    lastAnswer: () => last,
    result() {
      const [p50Ms, p99Ms] = [quantile(times, 0.5), quantile(times, 0.99)]
      return { acked: times.length, ackedEvents, refused, p50Ms, p99Ms, late99Ms: quantile(lates, 0.99) }
    },
  }
}
