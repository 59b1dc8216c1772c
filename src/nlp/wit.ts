/**
 * Asks wit.ai what a text means: within a time budget and a rate limit, not while the breaker is open, and not twice
 * for the same text. Never throws: a result without a reading says why.
 */
import type { Utterance } from '../domain/understanding.ts'
import { today, toLocalTime } from './local/entities/calendar.ts'
import { normalise } from './local/normalise.ts'
import { createAskService } from './service/ask-service.ts'
import { boundedFetch, type ServiceFetch, type ServiceResponse } from './service/bounded-fetch.ts'
import { createServiceGate, type ServiceGateOptions } from './service/service-gate.ts'
import { failureOf, type ServiceResult } from './service/service-result.ts'
import { readWitResponse, type WitReading } from './wit-reading.ts'

export type WitResult = ServiceResult<WitReading>

export interface Wit {
  /** The date of the version of wit.ai's API. */
  readonly version: string
  ask(utterance: Utterance): Promise<WitResult>
}

export interface WitOptions extends ServiceGateOptions {
  readonly token: string
  readonly url?: string
  /** YYYYMMDD: wit.ai uses its newest version up to this day. */
  readonly version?: string
  readonly budgetMs?: number
  readonly cacheSize?: number
  readonly fetch?: ServiceFetch
}

/** wit.ai takes fewer than 280 characters. */
const longestQuestion = 279
const longestBytes = 262_144

export function createWit({
  token,
  url = 'https://api.wit.ai',
  version = '20230215',
  budgetMs = 1500,
  cacheSize = 1000,
  fetch: fetchFrom = boundedFetch,
  now = Date.now,
  ...limits
}: WitOptions): Wit {
  const gate = createServiceGate({ now, ...limits })
  const askWit = createAskService<WitReading>({ name: 'wit.ai', gate, cacheSize })

  async function question(utterance: Utterance, signal: AbortSignal): Promise<WitResult> {
    const query = new URLSearchParams({
      v: version,
      q: cutQuestion(utterance.text),
      context: JSON.stringify(toContext(utterance)),
    })
    const response = await fetchFrom(`${url}/message?${query.toString()}`, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      signal,
      longestBytes,
    })
    return decode(response, await response.text())
  }

  return {
    version,
    ask: (utterance) =>
      askWit({
        key: JSON.stringify([normalise(cutQuestion(utterance.text)), ...situation(utterance)]),
        budgetMs,
        put: (signal) => question(utterance, signal),
      }),
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

function decode(answered: ServiceResponse, body: string | undefined): WitResult {
  // Above its rate limit wit.ai responds to any text with 400 and "something went wrong".
  if (answered.status === 400 && /something went wrong/i.test(body ?? '')) return { passedOver: 'throttled' }
  const failure = failureOf(answered)
  if (failure !== undefined) return failure
  if (body === undefined) return { passedOver: 'too_long' }
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
