/** Reactions that reach the receiver at a steady rate, each of another person: what is acked, and how, is seen from outside. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { sign } from '../../sandbox/facebook/webhooks/delivery.ts'
import { appSecret } from '../secrets.ts'

export interface Pulse {
  readonly personId: string
  /** ms since the epoch, as all times here. */
  readonly sentAt: number
  ackedAt: number | undefined
  /** When an attempt was not answered with 200, and with what: 0 for none. */
  readonly refusals: { readonly at: number; readonly status: number }[]
}

export interface Pulses {
  readonly all: readonly Pulse[]
  /** No new ones; those that were refused are sent until they are acked, or `ms` are over. */
  stop(ms: number): Promise<void>
}

/** From one attempt to the next: twice as long each time, as Facebook sends less and less often. */
const [firstRetryMs, longestRetryMs] = [500, 4_000]
const answerLimitMs = 5_000

export function startPulses(url: string, { perSecond, page }: { perSecond: number; page: string }): Pulses {
  const all: Pulse[] = []
  const open = new Set<Promise<void>>()
  const stopping = new AbortController()
  let giveUpAt = Infinity

  async function send(pulse: Pulse, body: Buffer): Promise<void> {
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': sign(body, appSecret).sha256,
    }
    for (let retryMs = firstRetryMs; Date.now() < giveUpAt; retryMs = Math.min(2 * retryMs, longestRetryMs)) {
      const signal = AbortSignal.timeout(answerLimitMs)
      const status = await fetch(url, { method: 'POST', headers, body, signal }).then(
        async (response) => {
          await response.arrayBuffer()
          return response.status
        },
        () => 0,
      )
      if (status === 200) return void (pulse.ackedAt = Date.now())
      pulse.refusals.push({ at: Date.now(), status })
      await pause(retryMs)
    }
  }

  async function beat(): Promise<void> {
    const startedMs = performance.now()
    for (let index = 0; !stopping.signal.aborted; index++) {
      const lateMs = performance.now() - startedMs - (index * 1_000) / perSecond
      await pause(Math.max(0, -lateMs)) // also when late: responses and signals must get their turn
      const pulse: Pulse = {
        personId: `88${String(index).padStart(12, '0')}`,
        sentAt: Date.now(),
        ackedAt: undefined,
        refusals: [],
      }
      all.push(pulse)
      const sending = send(pulse, toBody(page, index, pulse))
      open.add(sending)
      void sending.then(() => open.delete(sending))
    }
  }

  const beating = beat()
  return {
    all,
    async stop(ms) {
      stopping.abort()
      await beating
      giveUpAt = Date.now() + ms
      await Promise.all(open)
    },
  }
}

function toBody(page: string, index: number, { personId, sentAt }: Pulse): Buffer {
  const seconds = Math.floor(sentAt / 1_000)
  const value = {
    from: { id: personId, name: `Pulse ${index}` },
    post_id: `${page}_1`,
    parent_id: `${page}_1`,
    created_time: seconds,
    item: 'reaction',
    reaction_type: 'love',
    verb: 'add',
  }
  const entry = [{ id: page, time: seconds, changes: [{ field: 'feed', value }] }]
  return Buffer.from(JSON.stringify({ object: 'page', entry }))
}
