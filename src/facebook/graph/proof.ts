import { createHmac } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Proofs of the tokens in use: every call needs one, and it is always the same. */
const proofs = new LRUCache<string, string>({ max: 1_000 })

/** Facebook's `appsecret_proof`: hex HMAC-SHA256 of the access token under the app secret. */
export function appSecretProof({ token, appSecret }: { token: string; appSecret: string }): string {
  const name = `${appSecret} ${token}` // neither holds a space
  const known = proofs.get(name)
  if (known !== undefined) return known
  const proof = createHmac('sha256', appSecret).update(token).digest('hex')
  proofs.set(name, proof)
  return proof
}
