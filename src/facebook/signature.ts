import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/**
 * True when `X-Hub-Signature-256` is right for these bytes under one of the app secrets; see `createSignatureCheck`.
 */
export type SignatureCheck = (body: Buffer, header: string | undefined) => boolean

/**
 * Makes a check of `X-Hub-Signature-256`: it must be `sha256=` and the HMAC of the body's bytes under one of the app
 * secrets. There are several while secrets are rotated. The check takes constant time. A missing or malformed header
 * is a wrong one.
 * Source: docs/platform.md, 1.2.
 */
export function createSignatureCheck(secrets: readonly string[]): SignatureCheck {
  const digests = secrets.map((secret) => createHexHmac(secret))
  return (body, header) => {
    const hex = signatureFormat.exec(header ?? '')?.[1]
    if (hex === undefined) return false
    const given = Buffer.from(hex, 'latin1')
    let signed = false
    for (const digest of digests)
      signed = timingSafeEqual(given, Buffer.from(digest(body), 'latin1')) || signed
    return signed
  }
}

const signatureFormat = /^sha256=([0-9a-f]{64})$/

/** True for a header that may be right for some body. Any other is refused before the body is read. */
export function isSignatureFormat(header: string | undefined): boolean {
  return header !== undefined && signatureFormat.test(header)
}

const blockBytes = 64
const digestBytes = 32
const mostBytesAtOnce = 8 * 1024

/**
 * HMAC-SHA256 as hex. Bodies up to 8 KiB take two one-shot digests, as RFC 2104 defines it: they make no native
 * object that the garbage collector has to track (docs/decisions/0012-signature-digests.md).
 */
function createHexHmac(secret: string): (body: Buffer) => string {
  const inner = Buffer.alloc(blockBytes + mostBytesAtOnce)
  const outer = Buffer.alloc(blockBytes + digestBytes)
  const bytes = Buffer.from(secret)
  const key = bytes.length > blockBytes ? hash('sha256', bytes, 'buffer') : bytes
  for (let at = 0; at < blockBytes; at += 1) {
    inner[at] = (key[at] ?? 0) ^ 0x36
    outer[at] = (key[at] ?? 0) ^ 0x5c
  }
  return (body) => {
    if (body.length > mostBytesAtOnce) return createHmac('sha256', secret).update(body).digest('hex')
    body.copy(inner, blockBytes)
    hash('sha256', inner.subarray(0, blockBytes + body.length), 'buffer').copy(outer, blockBytes)
    return hash('sha256', outer, 'hex')
  }
}

/** True when both texts are the same. It takes as long for a near miss as for a far one. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'))
}
