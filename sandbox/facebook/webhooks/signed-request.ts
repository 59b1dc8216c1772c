/** `signed_request` as Facebook makes it, written without the code that reads it. */
import { createHmac } from 'node:crypto'

export function signRequest(payload: object, appSecret: string): string {
  const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${createHmac('sha256', appSecret).update(encoded).digest('base64url')}.${encoded}`
}

export interface CallbackResponse {
  readonly status: number
  /** Of a data deletion that was taken. */
  readonly url?: string
  readonly confirmation_code?: string
}

/**
 * Calls a callback of the app as Facebook does when a customer asks for deletion or removes the app. `userId` is the
 * customer's id in the app.
 */
export async function sendCallback(
  url: string,
  {
    userId,
    appSecret,
    issuedAt,
  }: { readonly userId: string; readonly appSecret: string; readonly issuedAt: number },
): Promise<CallbackResponse> {
  const payload = { user_id: userId, algorithm: 'HMAC-SHA256', issued_at: issuedAt }
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ signed_request: signRequest(payload, appSecret) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return { status: response.status, ...(isJson ? (JSON.parse(text) as object) : {}) }
}
