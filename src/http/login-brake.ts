/** Makes an address wait that gave a wrong password too often. */
export interface LoginBrake {
  /** Seconds until this address may try again; 0: it may try now. */
  secondsToWait(address: string): number
  failed(address: string): void
}

const failuresAllowed = 10
const windowMs = 60_000
/** Number of addresses that are remembered. The oldest is forgotten first. */
const maxAddresses = 1_000

/**
 * After ten failures within a minute, an address waits until the minute is over, even with the right password. `now` in
 * ms.
 */
export function createLoginBrake(now: () => number): LoginBrake {
  const failures = new Map<string, { count: number; until: number }>()
  return {
    secondsToWait(address) {
      const known = failures.get(networkOf(address))
      if (known === undefined || known.count < failuresAllowed) return 0
      return Math.max(0, Math.ceil((known.until - now()) / 1000))
    },
    failed(address) {
      const network = networkOf(address)
      const known = failures.get(network)
      if (known !== undefined && known.until > now()) {
        known.count += 1
        return
      }
      failures.delete(network)
      failures.set(network, { count: 1, until: now() + windowMs })
      const oldest = failures.keys().next()
      if (failures.size > maxAddresses && oldest.done !== true) failures.delete(oldest.value)
    },
  }
}

/** The /64 of an IPv6 address: one host may use all of its addresses. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [before = '', after = ''] = plain.split('::')
  const head = before.split(':').filter(Boolean)
  const tail = after.split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}
