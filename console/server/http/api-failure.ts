/** An expected refusal: the response has this status, and `apiErrorSchema` as its body. */
export class ApiFailure extends Error {
  readonly status: number
  /** A stable word, for the page and for scripts. */
  readonly code: string
  /** For people: what happened, and what to do. No text of a customer. */
  readonly says: string
  /** `Retry-After`, seconds. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    status: number,
    { code, says, retryAfterSeconds }: { code: string; says: string; retryAfterSeconds?: number },
  ) {
    super(code)
    this.status = status
    this.code = code
    this.says = says
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** 404. `what`: "conversation". */
export function notFound(what: string): ApiFailure {
  return new ApiFailure(404, { code: 'not_found', says: `There is no such ${what}.` })
}

/** 409: the state is not as the page thought. */
export function conflict(code: string, says: string): ApiFailure {
  return new ApiFailure(409, { code, says })
}

export function signedOut(): ApiFailure {
  return new ApiFailure(401, { code: 'signed_out', says: 'Your session has ended. Sign in again.' })
}
