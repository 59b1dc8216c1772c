/**
 * Asks a service what a text means: within a time budget and a rate limit, not while the breaker is open, and not twice
 * for the same text. Never throws: a result without a reading says why.
 */
import { LRUCache } from 'lru-cache'
import { TimedOutError } from '../../errors.ts'
import { within } from '../../within.ts'
import type { ServiceGate } from './service-gate.ts'
import type { ServiceResult } from './service-result.ts'

export interface AskServiceOptions {
  /** For the error of a late response: wit.ai, the reader. */
  readonly name: string
  readonly gate: ServiceGate
  readonly cacheSize: number
}

export interface Question<Reading> {
  /** Equal for questions that have the same reading. Absent: the reading is not kept. */
  readonly key?: string
  readonly budgetMs: number
  readonly put: (signal: AbortSignal) => Promise<ServiceResult<Reading>>
}

export type AskService<Reading> = (question: Question<Reading>) => Promise<ServiceResult<Reading>>

export function createAskService<Reading extends object>({
  name,
  gate,
  cacheSize,
}: AskServiceOptions): AskService<Reading> {
  const known = new LRUCache<string, Reading>({ max: cacheSize })
  return async function askService({ key, budgetMs, put }) {
    const before = key === undefined ? undefined : known.get(key)
    if (before !== undefined) return { reading: before }
    const pass = gate.enter()
    if (typeof pass === 'string') return { passedOver: pass }
    const result = await putInTime(put, { budgetMs, name })
    if ('reading' in result) {
      pass.succeeded()
      if (key !== undefined) known.set(key, result.reading)
    } else if (result.isOfText === true) pass.succeeded()
    else {
      pass.failed({ opensAtOnce: result.passedOver === 'throttled' })
      if (result.retryAfterMs !== undefined) gate.restFor(result.retryAfterMs)
    }
    return result
  }
}

/** Ends in time even if `fetch` ignores the signal. */
async function putInTime<Reading>(
  put: Question<Reading>['put'],
  { budgetMs, name }: { readonly budgetMs: number; readonly name: string },
): Promise<ServiceResult<Reading>> {
  const controller = new AbortController()
  try {
    return await within(budgetMs, put(controller.signal), `no response from ${name}`)
  } catch (error) {
    controller.abort()
    return { passedOver: error instanceof TimedOutError ? 'timeout' : 'unreachable' }
  }
}
