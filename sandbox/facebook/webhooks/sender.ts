/** Sends deliveries as the platform does: keep-alive connections, both signatures, its two retry schedules, unsubscription. */
import { setMaxListeners } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { renewTimes, type Delivery, type Outcome } from './delivery.ts'
import type { Faults } from '../faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { answerTimeoutMs, createSubscriptions, retryDelaysMs } from './retry-schedule.ts'

export interface SenderOptions {
  /** The receiver's webhook, for example http://127.0.0.1:3000/webhook. */
  readonly url: string
  readonly secret: string
  readonly connections?: number
  /** How much faster than real time the retry schedules run; 3600 makes an hour a second. */
  readonly timeScale?: number
  readonly timeoutMs?: number
  /** Tells for how long a Page has been failing, ms. */
  readonly clock?: () => number
  /** `lost-answers` and `retry-time` happen here. */
  readonly faults?: Pick<Faults, 'happens'> | undefined
  /** Is told what was sent and what was acked. */
  readonly ledger?: Ledger
  readonly onAnswer?: (answer: { delivery: Delivery; status: number; ms: number }) => void
}

export type Sender = ReturnType<typeof createSender>

export function createSender(options: SenderOptions) {
  const { url, secret, connections = 8, timeScale = 1, timeoutMs = answerTimeoutMs, faults } = options
  const clock = options.clock ?? (() => performance.now())
  const ledger = options.ledger?.events
  const target = new URL(url)
  const path = target.pathname + target.search
  const pool = new Pool(target.origin, {
    connections,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  const subscriptions = createSubscriptions(timeScale)
  const counts = {
    /** Deliveries by their end. */
    deliveries: { acked: 0, refused: 0, dropped: 0, unsubscribed: 0, stopped: 0 },
    /** POSTs made, first tries and retries. */
    attempts: 0,
    retries: 0,
    /** Items in deliveries that were acked, copies included. */
    ackedItems: 0,
    /** Answers by status; 0 for none at all. */
    answers: new Map<number, number>(),
    /** Forged deliveries that were answered 200: a hole in the receiver. */
    acceptedForgeries: 0,
  }
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  const waiters: (() => void)[] = []
  let active = 0
  let pending = 0

  return {
    counts,
    unsubscribed: subscriptions.unsubscribed,
    alerted: subscriptions.alerted,
    /** Deliveries that have not come to their end. */
    get pending() {
      return pending
    },
    /** Resolves when the delivery has come to its end, retries included; never rejects. */
    async send(delivery: Delivery): Promise<Outcome> {
      pending += 1
      const outcome = await deliver(delivery)
      pending -= 1
      counts.deliveries[outcome] += 1
      return outcome
    },
    /** Resolves when a connection is free, so that a fast world does not pile up in memory. */
    async room(): Promise<void> {
      while (isFull()) await new Promise<void>((resolve) => waiters.push(resolve))
    },
    /** Ends all waiting retries and closes the connections. */
    async close(): Promise<void> {
      stopping.abort()
      for (const wake of waiters.splice(0)) wake()
      await pool.destroy()
    },
  }

  function isFull(): boolean {
    return active >= connections && !stopping.signal.aborted
  }

  async function deliver(delivery: Delivery): Promise<Outcome> {
    const { regime, pages, kind } = delivery
    const startedMs = performance.now()
    let current = delivery
    for (let attempt = 0; ; attempt += 1) {
      if (stopping.signal.aborted) return 'stopped'
      if (regime === 'messenger' && pages.some((page) => subscriptions.unsubscribed.has(page)))
        return 'unsubscribed'
      ledger?.markSent(delivery.events)
      const status = await post(current)
      if (status === 200) return acked(delivery)
      if (kind === 'forged') return 'refused'
      if (regime === 'messenger') subscriptions.note(pages, 'failed', clock())
      const delay = retryDelaysMs[regime][attempt]
      if (delay === undefined) return 'dropped'
      if (delay > 0)
        await sleep(delay / timeScale, undefined, { signal: stopping.signal }).catch(() => undefined)
      counts.retries += 1
      if (faults?.happens('retry-time') === true) {
        const seconds = Math.floor(((performance.now() - startedMs) * timeScale) / 1000)
        current = renewTimes(delivery, { seconds, secret })
      }
    }
  }

  function acked({ kind, body, events, regime, pages }: Delivery): Outcome {
    if (kind === 'forged') counts.acceptedForgeries += 1
    const broken = kind === 'malformed' ? ledger?.malformed.find((each) => each.body === body) : undefined
    if (broken !== undefined) broken.acked = true
    ledger?.markAcked(events)
    counts.ackedItems += events.length
    if (regime === 'messenger') subscriptions.note(pages, 'answered', clock())
    return 'acked'
  }

  /** The response's status; 0 when there was none in time or it was lost. */
  async function post(delivery: Delivery): Promise<number> {
    const startedMs = performance.now()
    active += 1
    counts.attempts += 1
    const status = await request(delivery).catch(() => 0)
    active -= 1
    waiters.shift()?.()
    counts.answers.set(status, (counts.answers.get(status) ?? 0) + 1)
    options.onAnswer?.({ delivery, status, ms: performance.now() - startedMs })
    return status
  }

  async function request({ body, signature }: Delivery): Promise<number> {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature': signature.sha1,
      'x-hub-signature-256': signature.sha256,
    }
    const answer = await pool.request({ path, method: 'POST', body, headers })
    if (faults?.happens('lost-answers') === true) {
      answer.body.on('error', () => undefined).destroy()
      return 0
    }
    await answer.body.dump()
    return answer.statusCode
  }
}
