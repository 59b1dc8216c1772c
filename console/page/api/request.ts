/** Requests to the server of the console. */
import type { ApiError, Session } from '../../api/session.ts'

/** The server refused, or did not answer. `error` is a code: the server's, or `no_connection`. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: number
  readonly error: string
  readonly values: ApiError['values']

  constructor({ status, error, says, values }: ApiError & { readonly status: number }) {
    super(says)
    this.values = values
    this.status = status
    this.error = error
  }

  /** It may work later, unchanged. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export interface Send {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** The response is a file, and is returned as a Blob. */
  readonly isFile?: boolean
}

export interface Requests {
  readonly send: <T>(path: string, options?: Send) => Promise<T>
  /** Sent with every request that changes something. */
  setCsrf: (csrf: string) => void
}

/** `onSignedOut` is called when a request is refused because nobody is signed in. */
export function createRequests(onSignedOut: () => void): Requests {
  let csrf = ''

  async function once<T>(path: string, { method = 'GET', body, signal, isFile }: Send): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (method !== 'GET') headers['x-pagebeat-csrf'] = csrf
    if (body !== undefined) headers['content-type'] = 'application/json'
    const response = await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }).catch(fail)
    if (response.status === 204) return undefined as T
    if (response.ok && isFile === true) return (await response.blob().catch(fail)) as T
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return answer as T
    throw new RequestError({ status: response.status, ...toApiError(answer) })
  }

  return {
    setCsrf: (value) => {
      csrf = value
    },
    async send<T>(path: string, options: Send = {}): Promise<T> {
      try {
        return await once<T>(path, options)
      } catch (error) {
        if (!(error instanceof RequestError)) throw error
        if (error.error === 'signed_out' && path !== '/api/session') onSignedOut()
        if (error.error !== 'csrf') throw error
        // The user signed in again in another tab.
        csrf = (await once<Session>('/api/session', {})).csrf
        return await once<T>(path, options)
      }
    },
  }
}

/** The connection broke, or the page gave the request up. */
function fail(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error
  throw new RequestError({ status: 0, error: 'no_connection', says: '' })
}

function toApiError(answer: unknown): ApiError {
  if (typeof answer === 'object' && answer !== null && 'error' in answer && 'says' in answer)
    return {
      error: String(answer.error),
      says: String(answer.says),
      ...('values' in answer && { values: Object(answer.values) }),
    }
  return { error: 'no_answer', says: '' }
}
