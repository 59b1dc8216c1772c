import { type RefusalCode, refusals } from '../../api/refusals.ts'
import { fill, type PhraseValues } from '../../../src/domain/phrase.ts'

/** `says`: the text where it is none of `refusals`. */
type Refusal =
  | { readonly code: RefusalCode; readonly values?: PhraseValues; readonly says?: string }
  | { readonly code: string; readonly values?: never; readonly says: string }

/** An expected refusal: the response has this status, and `apiErrorSchema` as its body. */
export class ApiFailure extends Error {
  readonly status: number
  /** A stable word, for the page and for scripts. */
  readonly code: string
  /** For people: what happened, and what to do. No text of a customer. */
  readonly says: string
  /** They stand in the text. */
  readonly values: PhraseValues | undefined
  /** `Retry-After`, seconds. */
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, refusal: Refusal & { readonly retryAfterSeconds?: number }) {
    super(refusal.code)
    this.status = status
    this.code = refusal.code
    this.values = refusal.values
    this.says = refusal.says ?? fill(textOf(refusal.code), refusal.values)
    this.retryAfterSeconds = refusal.retryAfterSeconds
  }
}

function textOf(code: string): string {
  const known: Readonly<Record<string, string>> = refusals
  return known[code] ?? code
}

/** 404. `what`: "conversation". */
export function notFound(what: string): ApiFailure {
  return new ApiFailure(404, { code: 'not_found', values: { what } })
}

/** 409: the state is not as the page thought. */
export function conflict(code: RefusalCode, values: PhraseValues = {}): ApiFailure {
  return new ApiFailure(409, { code, values })
}

/** 409, with a text of its own. */
export function conflictSaying(code: string, says: string): ApiFailure {
  return new ApiFailure(409, { code, says })
}

export function signedOut(): ApiFailure {
  return new ApiFailure(401, { code: 'signed_out' })
}
