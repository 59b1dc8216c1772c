import { randomBytes } from 'node:crypto'
import { type Finding, ok, unsure, wrong } from './finding.ts'

const timeoutMs = 10_000

/**
 * Calls the webhook as Facebook does, and checks its response. The call is made from this machine, so a firewall that
 * blocks Facebook is not found.
 */
export async function findInWebhook(url: string, verifyToken: string | undefined): Promise<Finding> {
  const check = 'webhook_responds'
  if (!URL.canParse(url)) {
    return wrong(check, {
      says: `The callback address ${url} is no URL.`,
      fix: '`pagebeat page subscribe <page id> --callback https://<your host>/webhook`',
    })
  }
  const challenge = randomBytes(8).toString('hex')
  const asked = new URL(url)
  asked.searchParams.set('hub.mode', 'subscribe')
  asked.searchParams.set('hub.challenge', challenge)
  asked.searchParams.set('hub.verify_token', verifyToken ?? 'pagebeat-check')
  const response = await ask(asked)
  if (response.status === undefined) {
    return wrong(check, {
      says: `No response from the webhook ${url} (${response.reason}).`,
      fix: 'start `pagebeat receive`; check DNS, the TLS certificate (not self-signed) and the proxy',
    })
  }
  if (verifyToken === undefined) {
    return unsure(check, {
      says: `The webhook ${url} responds with HTTP ${response.status}. The verify token was not checked.`,
      fix: 'set FACEBOOK_VERIFY_TOKEN as for the receiver, and check again',
    })
  }
  if (response.status === 200 && response.text === challenge) {
    return ok(check, `The webhook ${url} accepts the verify token of this machine.`)
  }
  return wrong(check, {
    says: `The webhook ${url} responds with HTTP ${response.status}, without the challenge.`,
    fix:
      response.status === 403
        ? 'give the receiver and this command the same FACEBOOK_VERIFY_TOKEN'
        : 'let the proxy pass /webhook with its query string to `pagebeat receive`, without a redirect',
  })
}

type WebhookResponse =
  | { readonly status: number; readonly text: string }
  | { readonly status?: undefined; readonly reason: string }

async function ask(url: URL): Promise<WebhookResponse> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    return { status: response.status, text: (await response.text()).slice(0, 200) }
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `TimeoutError`. Not the message: it may hold the query of the URL. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error instanceof Error ? error.name : 'no response'
}
