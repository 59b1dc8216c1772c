import { hash } from 'node:crypto'

/** Slows down who guesses passwords. It never refuses the right one: Prometheus may come from the same address. */
export interface LoginBrake {
  /** A wrong password for this user name from this address. Returns how many seconds its guesses are slowed; 0: not. */
  failed(attempt: { readonly address: string; readonly user: string }): number
}

const failuresAllowed = 10
const windowMs = 60_000
/** Number of pairs of user and address that are remembered. The oldest is forgotten first. */
const mostPairs = 1_000

/** After ten failures within a minute, guesses are slowed until the minute is over. `now` in ms. */
export function createLoginBrake(now: () => number): LoginBrake {
  const failures = new Map<string, { count: number; until: number }>()
  return {
    failed({ address, user }) {
      const pair = `${networkOf(address)} ${hash('sha256', user).slice(0, 32)}`
      const known = failures.get(pair)
      if (known !== undefined && known.until > now()) {
        known.count += 1
        return known.count > failuresAllowed ? Math.ceil((known.until - now()) / 1000) : 0
      }
      failures.delete(pair)
      failures.set(pair, { count: 1, until: now() + windowMs })
      const oldest = failures.keys().next()
      if (failures.size > mostPairs && oldest.done !== true) failures.delete(oldest.value)
      return 0
    },
  }
}

/** The /64 of an IPv6 address: one host may use all of its addresses. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [before = '', after = ''] = address.split('::')
  const head = before.split(':').filter(Boolean)
  const tail = after.split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}
