import { randomBytes } from 'node:crypto'
import { type Finding, ok, unsure, wrong } from './finding.ts'

const timeoutMs = 10_000

/**
 * Whether the webhook answers as Facebook needs it, asked as Facebook asks. From here: a firewall that keeps Facebook
 * out is not seen.
 */
export async function findInWebhook(url: string, verifyToken: string | undefined): Promise<Finding> {
  const check = 'webhook_answers'
  if (!URL.canParse(url)) {
    return wrong(check, {
      says: `The callback URL ${url} is no URL.`,
      fix: 'subscribe again with --callback',
    })
  }
  const challenge = randomBytes(8).toString('hex')
  const asked = new URL(url)
  asked.searchParams.set('hub.mode', 'subscribe')
  asked.searchParams.set('hub.challenge', challenge)
  asked.searchParams.set('hub.verify_token', verifyToken ?? 'pagebeat-check')
  const answer = await ask(asked)
  if (answer.status === undefined) {
    return wrong(check, {
      says: `The webhook ${url} does not answer (${answer.reason}).`,
      fix: 'start `pagebeat receive`; look at DNS, the TLS certificate (not self-signed) and the proxy before it',
    })
  }
  if (verifyToken === undefined) {
    return unsure(check, {
      says: `The webhook ${url} answers (HTTP ${answer.status}); whether with the right verify token is not known.`,
      fix: 'set FACEBOOK_VERIFY_TOKEN here to what the receiver has, and check again',
    })
  }
  if (answer.status === 200 && answer.text === challenge) {
    return ok(check, `The webhook ${url} answers with the verify token of this machine.`)
  }
  return wrong(check, {
    says: `The webhook ${url} answers HTTP ${answer.status}, not with the challenge.`,
    fix:
      answer.status === 403
        ? 'give the receiver and this command the same FACEBOOK_VERIFY_TOKEN'
        : 'let your proxy pass /webhook to `pagebeat receive`, query string included, without a redirect',
  })
}

type Answer =
  | { readonly status: number; readonly text: string }
  | { readonly status?: undefined; readonly reason: string }

async function ask(url: URL): Promise<Answer> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    return { status: response.status, text: (await response.text()).slice(0, 200) }
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `TimeoutError`: never the message, which may hold the URL's query. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error instanceof Error ? error.name : 'no answer'
}
