/** Why a service of language understanding gave no reading. */
export type ServiceFailure =
  | 'timeout'
  | 'unreachable'
  | 'throttled'
  | 'refused'
  | 'redirected'
  | 'unavailable'
  | 'malformed'
  | 'too_long'
  | 'outside_list'
  | 'resting'
  | 'rate_limit'

export type ServiceResult<Reading> = { readonly reading: Reading } | ServicePassedOver

export interface ServicePassedOver {
  readonly passedOver: ServiceFailure
  /** The service asked for a rest of this time, ms. */
  readonly retryAfterMs?: number
  /** The service works. It had no use for this text. */
  readonly isOfText?: true
}

/** Undefined: the status is 200. A redirect is never followed: it would lead texts to another place. */
export function failureOf({
  status,
  headers,
}: {
  readonly status: number
  readonly headers?: { get(name: string): string | null }
}): ServicePassedOver | undefined {
  if (status === 200) return undefined
  if (status === 429) return { passedOver: 'throttled', ...restOf(headers?.get('retry-after')) }
  if (status >= 300 && status < 400) return { passedOver: 'redirected' }
  return { passedOver: status >= 500 ? 'unavailable' : 'refused' }
}

/** `Retry-After` in seconds. A date in it is left out: the breaker rests by itself. */
function restOf(retryAfter: string | null | undefined): { readonly retryAfterMs?: number } {
  return /^\d{1,6}$/.test(retryAfter ?? '') ? { retryAfterMs: 1_000 * Number(retryAfter) } : {}
}
