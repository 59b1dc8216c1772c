import { randomInt } from 'node:crypto'
import { request } from 'undici'

/**
 * Asks the receiver with the verification GET, as the dashboard does. Undefined when it answers 200 and the challenge untouched;
 * else the reason.
 */
export async function verifyWebhook(webhook: {
  url: string
  verifyToken: string
}): Promise<string | undefined> {
  const challenge = String(randomInt(1, 2 ** 31))
  const target = new URL(webhook.url)
  target.searchParams.set('hub.mode', 'subscribe')
  target.searchParams.set('hub.challenge', challenge)
  target.searchParams.set('hub.verify_token', webhook.verifyToken)
  const headers = { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' }
  try {
    const { statusCode, body } = await request(target, { headers, headersTimeout: 5_000, bodyTimeout: 5_000 })
    const isRight = (await body.text()) === challenge && statusCode === 200
    return isRight ? undefined : `response did not match challenge (HTTP ${statusCode})`
  } catch {
    return 'the callback could not be reached'
  }
}
