import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/**
 * True when `X-Hub-Signature-256` is `sha256=` and the HMAC of these very bytes under one of the app secrets (several
 * while rotating). In constant time; a missing or odd header is a wrong one. Source: platform facts 1.2.
 */
export function isSignedBy(secrets: readonly string[], body: Buffer, header: string | undefined): boolean {
  const match = /^sha256=([0-9a-f]{64})$/.exec(header ?? '')
  if (match?.[1] === undefined) return false
  const given = Buffer.from(match[1], 'latin1')
  let signed = false
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest('hex') // 3.3 µs; as a Buffer 5.6
    signed = timingSafeEqual(given, Buffer.from(expected, 'latin1')) || signed
  }
  return signed
}

/** True when both texts are the same; takes as long for a near miss as for a far one. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'))
}
