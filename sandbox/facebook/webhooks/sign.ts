import { createHmac } from 'node:crypto'

/** Both headers that Facebook sends: HMAC over the exact bytes of the body, keyed with the app secret. */
export interface Signature {
  readonly sha256: string
  readonly sha1: string
}

export function sign(body: Uint8Array, secret: string): Signature {
  return {
    sha256: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    sha1: `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
  }
}
