import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, as 43 characters that a cookie and an address take. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What a table keeps of a token. The token is random, so a fast hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
