/**
 * Asks the brand's own service which customer has logged in: Messenger's account linking gives a code, which the service
 * made at its log-in page. The request is signed as that of a hub is. A code is a secret: no log and no error holds it.
 *
 *   POST { v: 1, authorization_code, page, psid }  ->  200 { "customer": "4711" }, or a status of 4xx for an unknown code
 */
import { type Breaker, createBreaker } from '../breaker.ts'
import type { PageId, Psid } from '../domain/ids.ts'
import { PipelineError } from '../errors.ts'
import { type PostedResponse, postSigned } from '../signed-post.ts'

export interface AccountQuestion {
  readonly pageId: PageId
  readonly psid: Psid
  readonly code: string
}

export type AccountAnswer = { readonly customer: string } | { readonly refused: 'refused' | 'malformed' }

/** Throws AccountServiceUnavailableError (retry). */
export type AskAccountService = (question: AccountQuestion) => Promise<AccountAnswer>

/** The brand's service that knows the customer of a log-in (ACCOUNT_LINK_URL) cannot be asked now. */
export class AccountServiceUnavailableError extends PipelineError {
  readonly code = 'account_service_unavailable'
  readonly disposition = 'retry'

  /** `reason`: `status_503`, `timeout`, `unreachable` or `breaker_open`. */
  constructor(reason: string) {
    super(`The service of ACCOUNT_LINK_URL cannot be asked now: ${reason}`)
  }
}

export interface AccountServiceOptions {
  readonly url: string
  readonly secret: string
  readonly deadlineMs?: number
  readonly fetch?: typeof fetch
  readonly breaker?: Breaker
}

export function createAccountService({
  url,
  secret,
  deadlineMs = 5_000,
  fetch: send = fetch,
  breaker = createBreaker({ openAfter: 5, openMs: 5_000, longestOpenMs: 60_000 }),
}: AccountServiceOptions): AskAccountService {
  return async function askAccountService({ pageId, psid, code }) {
    const pass = breaker.enter()
    if (pass === undefined) throw new AccountServiceUnavailableError('breaker_open')
    const body = JSON.stringify({ v: 1, authorization_code: code, page: pageId, psid })
    const signal = AbortSignal.timeout(deadlineMs)
    let response: PostedResponse
    try {
      response = await postSigned({ url, secret, body, signal }, send)
    } catch (error) {
      pass.failed()
      if (!(error instanceof Error)) throw error
      throw new AccountServiceUnavailableError(signal.aborted ? 'timeout' : 'unreachable')
    }
    const { status, text } = response
    if (status >= 500 || status === 429 || status === 408) {
      pass.failed()
      throw new AccountServiceUnavailableError(`status_${status}`)
    }
    pass.succeeded()
    return status === 200 ? decodeAnswer(text ?? '') : { refused: 'refused' }
  }
}

/** As long as the column of an id. */
const longestCustomer = 255

function decodeAnswer(text: string): AccountAnswer {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    return { refused: 'malformed' }
  }
  if (typeof answer !== 'object' || answer === null || !('customer' in answer))
    return { refused: 'malformed' }
  const { customer } = answer
  if (customer === null) return { refused: 'refused' }
  const number = typeof customer === 'number' ? String(customer) : customer
  if (typeof number !== 'string' || number.trim() === '' || number.length > longestCustomer)
    return { refused: 'malformed' }
  return { customer: number.trim() }
}
