/**
 * One HTTP request and its response, as a value that says how far it got. It uses undici's dispatch interface: only
 * that tells for certain whether a request was begun. `onRequestStart` is called after the connection is made, before
 * the first byte.
 */
import type { Dispatcher } from 'undici'
import type { FaultReason } from '../../domain/graph-fault.ts'

export interface ExchangeRequest {
  readonly origin: string
  readonly path: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly maxResponseBytes: number
}

export type ExchangeHeaders = Readonly<Record<string, string | string[] | undefined>>

export type Exchange =
  | {
      readonly is: 'response'
      readonly status: number
      readonly headers: ExchangeHeaders
      readonly text: string
    }
  /** No byte of the request was sent. */
  | { readonly is: 'not_sent'; readonly reason: FaultReason }
  /** The request was begun, and the whole response never arrived. */
  | { readonly is: 'lost'; readonly reason: FaultReason; readonly status?: number }

/** Never throws. The reasons are codes, as undici's own errors may carry bytes of the response. */
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<Exchange> {
  const { signal, maxResponseBytes, body, ...rest } = request
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let bytes = 0
    let response: { readonly status: number; readonly headers: ExchangeHeaders } | undefined
    let running: Dispatcher.DispatchController | undefined
    let isSettled = false

    function settle(result: Exchange): void {
      isSettled = true
      signal?.removeEventListener('abort', onAbort)
      resolve(result)
    }
    function broken(reason: FaultReason): void {
      if (isSettled) return
      if (running === undefined) settle({ is: 'not_sent', reason })
      else settle({ is: 'lost', reason, ...(response === undefined ? {} : { status: response.status }) })
    }
    function onAbort(): void {
      broken(running === undefined ? 'deadline_before_sending' : 'deadline')
      running?.abort(new Error('deadline'))
    }

    if (signal?.aborted === true) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    dispatcher.dispatch(
      { ...rest, body: body ?? null },
      {
        onRequestStart(controller) {
          if (isSettled) return controller.abort(new Error('deadline'))
          running = controller
        },
        onResponseStart(_controller, status, headers) {
          if (status >= 200) response = { status, headers }
        },
        onResponseData(controller, piece) {
          bytes += piece.length
          if (bytes <= maxResponseBytes) return void pieces.push(piece)
          broken('answer_too_large')
          controller.abort(new Error('answer_too_large'))
        },
        onResponseEnd() {
          if (isSettled) return
          if (response === undefined) return broken('no_status')
          settle({ is: 'response', ...response, text: Buffer.concat(pieces).toString('utf8') })
        },
        onResponseError(_controller, error) {
          broken(codeOf(error))
        },
      },
    )
  })
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`, `CERT_HAS_EXPIRED`. If several addresses were tried, the code of the first. */
function codeOf(error: Error): FaultReason {
  const [first] = error instanceof AggregateError ? error.errors : []
  if (error.name === 'HTTPParserError') return 'not_http'
  const { code }: { readonly code?: unknown } = Object.assign({}, first, error)
  return isCode(code) ? code : 'broken'
}

function isCode(code: unknown): code is Uppercase<string> {
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)
}
