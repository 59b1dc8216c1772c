/** Sends deliveries as the platform does: keep-alive connections, both signatures, its two retry schedules, unsubscription. */
import { setMaxListeners } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { renewTimes } from './delivery.ts'
import type { Delivery, Outcome } from './delivery.ts'
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
  readonly onAnswer?: (answer: {
    readonly delivery: Delivery
    readonly status: number
    readonly ms: number
  }) => void
}

export interface SenderCounts {
  /** Deliveries by their end. */
  readonly deliveries: Record<Outcome, number>
  /** POSTs made, first tries and retries. */
  attempts: number
  retries: number
  /** Items in deliveries that were acked, copies included. */
  ackedItems: number
  /** Answers by status; 0 for none at all. */
  readonly answers: Map<number, number>
  /** Forged deliveries that were answered 200: a hole in the receiver. */
  acceptedForgeries: number
}

export interface Sender {
  readonly counts: SenderCounts
  readonly unsubscribed: ReadonlySet<string>
  readonly alerted: ReadonlySet<string>
  /** Deliveries that have not come to their end. */
  readonly pending: number
  /** Resolves when the delivery has come to its end, retries included; never rejects. */
  send(delivery: Delivery): Promise<Outcome>
  /** Resolves when a connection is free, so that a fast world does not pile up in memory. */
  room(): Promise<void>
  /** Ends all waiting retries and closes the connections. */
  close(): Promise<void>
}

export function createSender(options: SenderOptions): Sender {
  const {
    url,
    secret,
    connections = 8,
    timeScale = 1,
    timeoutMs = answerTimeoutMs,
    faults,
    clock = () => performance.now(),
  } = options
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
  const counts: SenderCounts = {
    deliveries: { acked: 0, refused: 0, dropped: 0, unsubscribed: 0, stopped: 0 },
    attempts: 0,
    retries: 0,
    ackedItems: 0,
    answers: new Map(),
    acceptedForgeries: 0,
  }
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  const waiters: (() => void)[] = []
  let stopped = false
  let active = 0
  let pending = 0

  return {
    counts,
    unsubscribed: subscriptions.unsubscribed,
    alerted: subscriptions.alerted,
    get pending() {
      return pending
    },
    async send(delivery) {
      pending += 1
      const outcome = await deliver(delivery)
      pending -= 1
      counts.deliveries[outcome] += 1
      return outcome
    },
    async room() {
      while (isFull()) await new Promise<void>((resolve) => waiters.push(resolve))
    },
    async close() {
      stopped = true
      stopping.abort()
      for (const wake of waiters.splice(0)) wake()
      await pool.destroy()
    },
  }

  function isFull(): boolean {
    return active >= connections && !stopped
  }

  async function deliver(delivery: Delivery): Promise<Outcome> {
    const delays = retryDelaysMs[delivery.regime]
    const startedMs = performance.now()
    let current = delivery
    for (let attempt = 0; ; attempt += 1) {
      if (stopped) return 'stopped'
      if (isUnsubscribed(delivery)) return 'unsubscribed'
      ledger?.markSent(delivery.events)
      const status = await post(current)
      if (status === 200) return acked(delivery)
      if (delivery.kind === 'forged') return 'refused'
      if (delivery.regime === 'messenger') subscriptions.note(delivery.pages, 'failed', clock())
      const delay = delays[attempt]
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

  function isUnsubscribed(delivery: Delivery): boolean {
    return (
      delivery.regime === 'messenger' && delivery.pages.some((page) => subscriptions.unsubscribed.has(page))
    )
  }

  function acked(delivery: Delivery): Outcome {
    if (delivery.kind === 'forged') counts.acceptedForgeries += 1
    const broken =
      delivery.kind === 'malformed' ? ledger?.malformed.find(({ body }) => body === delivery.body) : undefined
    if (broken !== undefined) broken.acked = true
    ledger?.markAcked(delivery.events)
    counts.ackedItems += delivery.events.length
    if (delivery.regime === 'messenger') subscriptions.note(delivery.pages, 'answered', clock())
    return 'acked'
  }

  /** The response's status; 0 when there was none in time or it was lost. */
  async function post({ body, signature, ...delivery }: Delivery): Promise<number> {
    const startedMs = performance.now()
    active += 1
    counts.attempts += 1
    let status = 0
    try {
      const answer = await pool.request({
        path,
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature': signature.sha1,
          'x-hub-signature-256': signature.sha256,
        },
      })
      if (faults?.happens('lost-answers') === true) {
        answer.body.on('error', () => undefined).destroy()
      } else {
        await answer.body.dump()
        status = answer.statusCode
      }
    } catch {
      status = 0
    }
    active -= 1
    waiters.shift()?.()
    counts.answers.set(status, (counts.answers.get(status) ?? 0) + 1)
    options.onAnswer?.({
      delivery: { ...delivery, body, signature },
      status,
      ms: performance.now() - startedMs,
    })
    return status
  }
}
