import { sign } from './sign.ts'
import type { Signature } from './sign.ts'

/** One POST, ready to go: bytes and both signatures. */
export interface Delivery {
  /** Counts up; a repeated delivery keeps the number of the first. */
  readonly id: number
  /** Which retry regime it falls under. */
  readonly regime: 'messenger' | 'page'
  readonly body: Buffer
  readonly signature: Signature
  /** Ledger numbers of its items; the complement for a copy under standby[]. Empty for a malformed body. */
  readonly events: readonly number[]
  readonly pages: readonly string[]
  /** Some event has no time but entry.time, so that must never change. */
  readonly timeless: boolean
  /** `forged`: signed with another secret, must be refused. `malformed`: must be acked and quarantined. */
  readonly kind: 'real' | 'forged' | 'malformed'
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
