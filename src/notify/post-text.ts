/** One POST to an address of NOTIFY_URL, in the form of Slack's incoming webhooks. The address is a secret. */
import { request, type Dispatcher } from 'undici'

/**
 * `refused`: nothing was told, and a repeat will be refused, too. `later`: nothing was told, and it may be repeated.
 * `unclear`: it may have been told. `reason` holds no part of the address.
 */
export type Posted =
  | { readonly is: 'sent' }
  | { readonly is: 'refused' | 'unclear'; readonly reason: string }
  | { readonly is: 'later'; readonly reason: string; readonly afterMs: number | undefined }

/** Errors of a connection that was never made: no byte of the request has left. */
const notConnected = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

const mostWaitMs = 3_600_000

/**
 * Redirects are not followed: an address that moved could lead into the own network. The body of the response is not
 * read.
 */
export async function postText(url: string, text: string, dispatcher: Dispatcher): Promise<Posted> {
  try {
    const { statusCode, headers, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'pagebeat' },
      body: JSON.stringify({ text }),
      dispatcher,
    })
    body.on('error', () => undefined).destroy()
    return judge(statusCode, headers['retry-after'])
  } catch (error) {
    const reason = codeOf(error)
    return notConnected.has(reason) ? { is: 'later', reason, afterMs: undefined } : { is: 'unclear', reason }
  }
}

function judge(status: number, retryAfter: string | string[] | undefined): Posted {
  const reason = `status_${status}`
  if (status >= 200 && status < 300) return { is: 'sent' }
  if (status === 504) return { is: 'unclear', reason } // a proxy gave up: the receiver behind it may have read it
  if (status === 408 || status === 429 || status >= 500) {
    const seconds = Number(retryAfter)
    const afterMs = seconds > 0 ? Math.min(seconds * 1_000, mostWaitMs) : undefined
    return { is: 'later', reason, afterMs }
  }
  return { is: 'refused', reason }
}

/** The code, never the message: it may hold the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error instanceof Error ? error.name : 'unknown'
}
