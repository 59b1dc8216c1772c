import { randomBytes, randomInt } from 'node:crypto'
import { request } from 'undici'

/** True if the receiver answers the verification GET with 200 and the challenge untouched, as the dashboard demands. */
export async function verifyWebhook({
  url,
  verifyToken,
}: {
  url: string
  verifyToken: string
}): Promise<boolean> {
  const challenge = `${randomInt(1, 2 ** 31)}${randomBytes(4).toString('hex')}`
  const target = new URL(url)
  target.searchParams.set('hub.mode', 'subscribe')
  target.searchParams.set('hub.challenge', challenge)
  target.searchParams.set('hub.verify_token', verifyToken)
  const answer = await request(target, {
    headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' },
  })
  return (await answer.body.text()) === challenge && answer.statusCode === 200
}
