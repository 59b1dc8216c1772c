import type { SignedPost } from './typical-events.ts'

/** The whole request as bytes, with the headers that Facebook sends. */
export function toRequest({ body, sha256, sha1 }: Pick<SignedPost, 'body' | 'sha256' | 'sha1'>): Buffer {
  const head = [
    'POST /webhook HTTP/1.1',
    'Host: 127.0.0.1',
    'Accept: */*',
    'Content-Type: application/json',
    'User-Agent: facebookexternalua',
    `X-Hub-Signature: ${sha1}`,
    `X-Hub-Signature-256: ${sha256}`,
    `Content-Length: ${body.length}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}
