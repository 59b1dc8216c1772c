/**
 * Asks wit.ai what a text means: within a time budget and a rate limit, not while the breaker is open, and not twice
 * for the same text. Never throws: a result without a reading says why.
 */
import { LRUCache } from 'lru-cache'
import { TimedOutError } from '../errors.ts'
import { within } from '../within.ts'
import type { Utterance } from '../domain/understanding.ts'
import { today, toLocalTime } from './local/entities/calendar.ts'
import { normalise } from './local/normalise.ts'
import { createWitGate, type WitGateOptions } from './wit-gate.ts'
import { readWitResponse, type WitReading } from './wit-reading.ts'

export type WitFailure =
  | 'timeout'
  | 'unreachable'
  | 'throttled'
  | 'refused'
  | 'unavailable'
  | 'malformed'
  | 'resting'
  | 'rate_limit'

export type WitResult = { readonly reading: WitReading } | { readonly passedOver: WitFailure }

export interface Wit {
  /** The date of the version of wit.ai's API. */
  readonly version: string
  ask(utterance: Utterance): Promise<WitResult>
}

export interface WitOptions extends WitGateOptions {
  readonly token: string
  readonly url?: string
  /** YYYYMMDD: wit.ai uses its newest version up to this day. */
  readonly version?: string
  readonly budgetMs?: number
  readonly cacheSize?: number
  readonly fetch?: WitFetch
}

/** The part of `fetch` that is used. */
export type WitFetch = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<{ readonly status: number; text(): Promise<string> }>

/** wit.ai takes fewer than 280 characters. */
const longestQuestion = 279
const longestResponse = 262_144

export function createWit({
  token,
  url = 'https://api.wit.ai',
  version = '20230215',
  budgetMs = 1500,
  cacheSize = 1000,
  fetch: fetchFrom = fetch,
  now = Date.now,
  ...limits
}: WitOptions): Wit {
  const gate = createWitGate({ now, ...limits })
  const known = new LRUCache<string, WitReading>({ max: cacheSize })

  async function question(utterance: Utterance, signal: AbortSignal): Promise<WitResult> {
    const query = new URLSearchParams({
      v: version,
      q: cutQuestion(utterance.text),
      context: JSON.stringify(toContext(utterance)),
    })
    const response = await fetchFrom(`${url}/message?${query.toString()}`, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      signal,
    })
    return decode(response.status, await response.text())
  }

  return {
    version,
    async ask(utterance) {
      const key = JSON.stringify([normalise(cutQuestion(utterance.text)), ...situation(utterance)])
      const before = known.get(key)
      if (before !== undefined) return { reading: before }
      const pass = gate.enter()
      if (typeof pass === 'string') return { passedOver: pass }
      const result = await askInTime((signal) => question(utterance, signal), budgetMs)
      if ('reading' in result) {
        pass.succeeded()
        known.set(key, result.reading)
      } else pass.failed({ opensAtOnce: result.passedOver === 'throttled' })
      return result
    },
  }
}

/** Cut at the border of a code point. Never empty, as wit.ai refuses that. */
function cutQuestion(text: string): string {
  let cut = ''
  let count = 0
  for (const character of text.trim().toWellFormed()) {
    if (count++ === longestQuestion) break
    cut += character
  }
  return cut
}

/**
 * wit.ai wants the local time with its offset. `timezone` has no effect beside it (https://wit.ai/docs/http,
 * context).
 */
function toContext(utterance: Utterance): Readonly<Record<string, string>> {
  const { locale } = utterance
  return { reference_time: toLocalTime(utterance), ...(locale === undefined ? {} : { locale }) }
}

/** "Tomorrow" depends on the day and the place. */
function situation(utterance: Utterance): readonly unknown[] {
  return [today(utterance, 0), utterance.timezone, utterance.locale]
}

function decode(status: number, body: string): WitResult {
  if (status === 429) return { passedOver: 'throttled' }
  // Above its rate limit wit.ai responds to any text with 400 and "something went wrong".
  if (status === 400 && /something went wrong/i.test(body)) return { passedOver: 'throttled' }
  if (status >= 500) return { passedOver: 'unavailable' }
  if (status !== 200) return { passedOver: 'refused' }
  if (body.length > longestResponse) return { passedOver: 'malformed' }
  const response = parse(body)
  if (typeof response === 'object' && response !== null && 'error' in response)
    return { passedOver: 'refused' }
  const reading = readWitResponse(response)
  return reading === undefined ? { passedOver: 'malformed' } : { reading }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Ends in time even if `fetch` ignores the signal. */
async function askInTime(
  ask: (signal: AbortSignal) => Promise<WitResult>,
  budgetMs: number,
): Promise<WitResult> {
  const controller = new AbortController()
  try {
    return await within(budgetMs, ask(controller.signal), 'no response from wit.ai')
  } catch (error) {
    controller.abort()
    return { passedOver: error instanceof TimedOutError ? 'timeout' : 'unreachable' }
  }
}
