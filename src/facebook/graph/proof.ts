import { createHmac } from 'node:crypto'

/** Facebook's `appsecret_proof`: hex HMAC-SHA256 of the access token under the app secret. */
export function appSecretProof({ token, appSecret }: { token: string; appSecret: string }): string {
  return createHmac('sha256', appSecret).update(token).digest('hex')
}
