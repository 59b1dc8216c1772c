/** One POST of JSON to a service of the brand, signed as Facebook signs its webhooks, with a bounded response. */
import { createHmac } from 'node:crypto'

export interface SignedPost {
  readonly url: string
  readonly secret: string
  /** JSON */
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export interface PostedResponse {
  readonly status: number
  /** Undefined: longer than 64 KiB, or of another status than 200. */
  readonly text: string | undefined
}

const maxResponseBytes = 65_536

/** Follows no redirect. Rejects with the errors of fetch. */
export async function postSigned(
  { url, secret, body, headers, signal }: SignedPost,
  send: typeof fetch = fetch,
): Promise<PostedResponse> {
  const response = await send(url, {
    method: 'POST',
    body,
    redirect: 'error',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...headers,
      'x-pagebeat-signature-256': signBody(body, secret),
    },
  })
  if (response.status === 200) return { status: 200, text: await readBounded(response) }
  await response.body?.cancel()
  return { status: response.status, text: undefined }
}

/** The value of the header `X-Pagebeat-Signature-256`. */
export function signBody(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

async function readBounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  if (response.body === null) return ''
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > maxResponseBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
