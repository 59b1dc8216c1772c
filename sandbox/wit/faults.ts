/** What can go wrong with wit.ai, by name: each with a probability, from a seed, or forced for the next calls. */
import type { Random } from '../facebook/world/random.ts'

export const witFaultCatalogue = {
  down: 'the connection is reset',
  unavailable: 'HTTP 503 with an HTML page',
  silent: 'the question is taken, and no response ever comes',
  slow: 'the response comes after 10 s',
  throttled: 'HTTP 400 "Something went wrong. We\'ve been notified", as if it were an error of the text',
  garbage: 'an HTML page, half of the JSON, or JSON of another shape',
} as const

export type WitFaultName = keyof typeof witFaultCatalogue

export interface WitFaults {
  set(name: WitFaultName, probability: number, setting?: { readonly ms?: number }): void
  force(name: WitFaultName, times?: number): void
  clear(): void
  happens(name: WitFaultName): boolean
  readonly slowMs: number
}

export function createWitFaults(random: Random): WitFaults {
  const probabilities = new Map<WitFaultName, number>()
  const forced = new Map<WitFaultName, number>()
  let slowMs = 10_000
  return {
    set(name, probability, { ms } = {}) {
      if (!Object.hasOwn(witFaultCatalogue, name)) throw new RangeError(`no fault named ${name}`)
      probabilities.set(name, probability)
      if (name === 'slow' && ms !== undefined) slowMs = ms
    },
    force(name, times = 1) {
      forced.set(name, (forced.get(name) ?? 0) + times)
    },
    clear() {
      probabilities.clear()
      forced.clear()
    },
    happens(name) {
      const left = forced.get(name) ?? 0
      if (left > 0) {
        forced.set(name, left - 1)
        return true
      }
      return random.chance(probabilities.get(name) ?? 0)
    },
    get slowMs() {
      return slowMs
    },
  }
}
