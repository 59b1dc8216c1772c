/**
 * A load generator as cheap as Node allows: requests made and signed beforehand, raw keep-alive sockets, one request under way
 * on each. Runs in a process of its own (`load.ts` is its owner's end) and says what processor time it used itself.
 */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { endWithParent } from '../../workers/end-with-parent.ts'
import { openClient, type Client } from './http-client.ts'
import { createPosts, type Recipe, type SignedPost } from './recipe.ts'
import { quantile } from '../statistics.ts'

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
  | { readonly do: 'prepare'; readonly recipe: Recipe }
  | ({ readonly do: 'run' } & RunOrder)

export interface LoadAnswer {
  readonly result?: Prepared | LoadResult
  readonly error?: string
}

export type Prepared = ReturnType<typeof prepare>

interface Ready {
  readonly request: Buffer
  readonly events: number
}
let ready: readonly Ready[] = []

process.on('message', (asked: LoadRequest) => {
  void answerTo(asked).then((answer) => process.send?.(answer))
})
endWithParent()

async function answerTo(asked: LoadRequest): Promise<LoadAnswer> {
  try {
    return { result: asked.do === 'prepare' ? prepare(asked.recipe) : await run(asked) }
  } catch (error) {
    return { error: String(error) }
  }
}

function prepare(recipe: Recipe) {
  const posts = createPosts(recipe)
  ready = posts.map((post) => ({ request: toRequest(post), events: post.events }))
  return {
    events: posts.reduce((sum, { events }) => sum + events, 0),
    bytes: posts.reduce((sum, { body }) => sum + body.length, 0),
  }
}

/** The whole request as bytes, with the headers that Facebook sends. */
function toRequest({ body, sha256, sha1 }: SignedPost): Buffer {
  const head = [
    'POST /webhook HTTP/1.1',
    'Host: 127.0.0.1',
    'Accept: */*',
    'Content-Type: application/json',
    'User-Agent: facebookexternalua',
    `X-Hub-Signature: ${sha1}`,
    `X-Hub-Signature-256: ${sha256}`,
    `Content-Length: ${body.length}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

async function run({ port, connections, pace }: RunOrder): Promise<LoadResult> {
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)))
  const cpu = process.cpuUsage()
  const tally: Tally = { times: [], lates: [], refused: {}, ackedEvents: 0, lastAnswer: Number.NaN }
  const started = performance.now()
  const dueAt = 'rate' in pace ? await sendOnTime(clients, pace.rate, tally) : []
  if (!('rate' in pace)) await sendInTurn(clients, pace, tally)
  const { user, system } = process.cpuUsage(cpu)
  for (const client of clients) client.close()
  const { times, lates, refused, ackedEvents, lastAnswer } = tally
  return {
    acked: times.length,
    ackedEvents,
    refused,
    seconds: (lastAnswer - started) / 1000,
    startedAt: performance.timeOrigin + started,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    cpuMicros: user + system,
    dueAt,
    late99Ms: quantile(lates, 0.99),
  }
}

interface Tally {
  /** From sending, or from when it was due, to the 200; ms. */
  readonly times: number[]
  readonly lates: number[]
  readonly refused: Record<string, number>
  ackedEvents: number
  lastAnswer: number
}

/** Each connection takes the next request after each response: until the time is over, or each was sent once. */
async function sendInTurn(clients: readonly Client[], pace: Pace, tally: Tally): Promise<void> {
  const isTimed = 'seconds' in pace
  const deadline = isTimed ? performance.now() + pace.seconds * 1000 : Infinity
  let next = 0
  async function send(client: Client): Promise<void> {
    while (performance.now() < deadline) {
      const one = ready[isTimed ? next % ready.length : next]
      if (one === undefined) return
      next += 1
      await sendOne(client, one, { since: performance.now(), tries: isTimed ? 1 : mostTries, tally })
    }
  }
  await Promise.all(clients.map(send))
}

const mostTries = 30
const againAfterMs = 200

/** As Facebook does: what was not answered 200 is sent again, until the tries are used up. */
async function sendOne(
  client: Client,
  { request, events }: Ready,
  { since, tries, tally }: { since: number; tries: number; tally: Tally },
): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    const status = await client.send(request)
    tally.lastAnswer = performance.now()
    if (status === 200) {
      tally.times.push(tally.lastAnswer - since)
      tally.ackedEvents += events
      return
    }
    tally.refused[status] = (tally.refused[status] ?? 0) + 1
    if (left > 1) await pause(againAfterMs)
  }
}

/** Poisson arrivals. A POST whose time has come waits for nothing but a free connection; its time counts from when it was due. */
async function sendOnTime(clients: readonly Client[], rate: number, tally: Tally): Promise<number[]> {
  const idle = [...clients]
  let at = performance.now() + 20
  const due = ready.map(() => (at += -Math.log(1 - Math.random()) * (1000 / rate)))
  let sent = 0
  let answered = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  function sendDue(): void {
    const now = performance.now()
    for (let since = due[sent]; since !== undefined && since <= now; since = due[sent]) {
      const client = idle.pop()
      const one = ready[sent]
      if (client === undefined || one === undefined) return
      sent += 1
      tally.lates.push(now - since)
      void sendDueOne(client, one, since)
    }
  }
  async function sendDueOne(client: Client, one: Ready, since: number): Promise<void> {
    await sendOne(client, one, { since, tries: mostTries, tally })
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
