import { createHmac } from 'node:crypto'

/** One item on its way into a POST: its JSON is final, its place among the others is not. */
export interface Item {
  /** Its number in the ledger; the complement of it for a copy under standby[]. */
  readonly event: number
  readonly page: string
  /** The subscription field that it belongs to: messages, message_echoes, feed … */
  readonly field: string
  readonly list: 'changes' | 'messaging' | 'standby'
  /** entry.time: seconds for changes, milliseconds for messaging and standby. */
  readonly time: number
  readonly json: string
  /** Items are sent by rising order; a fault may put one before its cause. */
  readonly order: number
  /** The event has no time of its own, so a new entry.time would make it another event. */
  readonly timeless: boolean
}

/** When and how often an item is delivered by itself. */
export interface Sending {
  /** When it leaves, ms from now. */
  readonly afterMs?: number | undefined
  /** How many times it is delivered; 1 when left out. */
  readonly copies?: number | undefined
  /** Delay of each copy after the one before, ms. Left out: all leave together. */
  readonly apartMs?: number | undefined
}

/** How a delivery ended: `dropped` after its last retry, `unsubscribed` when nobody gets it, `stopped` with the sender. */
export type Outcome = 'acked' | 'refused' | 'dropped' | 'unsubscribed' | 'stopped'

/** Both headers that Facebook sends: HMAC over the exact bytes of the body, keyed with the app secret. */
export interface Signature {
  readonly sha256: string
  readonly sha1: string
}

/** One POST, ready to go: bytes and both signatures. */
export interface Delivery {
  /** Counts up; a repeated delivery keeps the number of the first. */
  readonly id: number
  /** Which retry schedule it falls under. */
  readonly regime: 'messenger' | 'page'
  readonly body: Buffer
  readonly signature: Signature
  /** Ledger numbers of its items; the complement for a copy under standby[]. Empty for a malformed body. */
  readonly events: readonly number[]
  readonly pages: readonly string[]
  /** Some event has no time but entry.time, so that must never change. */
  readonly timeless: boolean
  /** `forged`: signed with another secret, must be refused. `malformed`: must be acked and kept as a dead letter. */
  readonly kind: 'real' | 'forged' | 'malformed'
}

export function sign(body: Uint8Array, secret: string): Signature {
  return {
    sha256: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    sha1: `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
  }
}

/** The same delivery as the platform sends it later: every entry.time is `seconds` on, and the signature fits. */
export function renewTimes(
  delivery: Delivery,
  { seconds, secret }: { seconds: number; secret: string },
): Delivery {
  if (delivery.timeless || delivery.kind !== 'real') return delivery
  const text = delivery.body
    .toString('latin1')
    .replaceAll(
      /"time":(\d+)/g,
      (_, time: string) => `"time":${Number(time) + (time.length > 10 ? seconds * 1000 : seconds)}`,
    )
  const body = Buffer.from(text, 'latin1')
  return { ...delivery, body, signature: sign(body, secret) }
}
