import { createHmac, timingSafeEqual } from 'node:crypto'
import { isRecord, parseJson } from './json.ts'
import { toId, toInteger } from './wire-values.ts'

/** What Facebook signed: who it is about, by their id in the app. */
export interface SignedRequest {
  readonly userId: string
  /** ms since the epoch; 0 where Facebook does not tell. */
  readonly issuedTs: number
  /** 32 hex digits. The same request has the same code for the same purpose. Who does not know the app secret cannot guess it. */
  readonly code: string
}

/** A real one has some 250 characters. */
const longest = 8_192

/** Signature and payload in base64url, or in base64 with its padding. */
const format = /^([A-Za-z0-9_+/-]{43})={0,2}\.([A-Za-z0-9_+/-]+={0,2})$/

/**
 * Makes a reader of `signed_request`. It returns undefined for any text that is not signed with one of the app secrets
 * by HMAC-SHA256. The signature is checked over the encoded payload, in constant time, before anything is parsed.
 * Source: docs/platform.md, 12.
 */
export function createSignedRequestReader(
  secrets: readonly string[],
  purpose: string,
): (text: string) => SignedRequest | undefined {
  return function readSignedRequest(text) {
    const [, signature, payload] = (text.length <= longest && format.exec(text)) || []
    if (signature === undefined || payload === undefined) return undefined
    const given = Buffer.from(signature, 'base64url')
    let signer: string | undefined
    for (const secret of secrets) {
      const expected = createHmac('sha256', secret).update(payload).digest()
      if (timingSafeEqual(given, expected)) signer ??= secret
    }
    return signer === undefined ? undefined : readPayload(payload, { secret: signer, purpose })
  }
}

function readPayload(
  payload: string,
  { secret, purpose }: { readonly secret: string; readonly purpose: string },
): SignedRequest | undefined {
  let content: unknown
  try {
    content = parseJson(Buffer.from(payload, 'base64url').toString())
  } catch {
    return undefined
  }
  if (!isRecord(content)) return undefined
  const { algorithm } = content
  if (typeof algorithm !== 'string' || algorithm.toUpperCase() !== 'HMAC-SHA256') return undefined
  const userId = toId(content['user_id'])
  if (userId === undefined) return undefined
  const issuedTs = Math.max(0, toInteger(content['issued_at']) ?? 0) * 1000
  const code = createHmac('sha256', secret)
    .update(`confirmation code, ${purpose}: ${payload}`)
    .digest('hex')
    .slice(0, 32)
  return { userId, issuedTs: Number.isSafeInteger(issuedTs) ? issuedTs : 0, code }
}
