import { createHmac } from 'node:crypto'
import { type Agent, request, type RequestOptions } from 'node:http'
import { connect, type Socket } from 'node:net'
import { inTime } from '../helpers/until.ts'

export const appSecret = 'secret-of-the-test-app-0001'
export const verifyToken = 'verify-token-of-the-test'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

export interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer
  readonly agent?: Agent
}

/** The value of `X-Hub-Signature-256`, made here and not by the code under test. */
export function signatureOf(body: string | Buffer, secret = appSecret): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** One request and its whole response. Rejects when the connection fails before that. */
export function send(
  port: number,
  { method = 'GET', path = '/webhook', headers = {}, body, agent }: Sent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = { host: '127.0.0.1', port, method, path, agent: agent ?? false }
    const sent = request({ ...options, headers: { ...headers } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response
        resolve({ status, headers: answered, text: Buffer.concat(chunks).toString() })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A POST with the right signature, unless another one is given. */
export function post(
  port: number,
  body: string | Buffer,
  { headers = {}, ...sent }: Sent = {},
): Promise<Answer> {
  const signed = { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(body), ...headers }
  return send(port, {
    method: 'POST',
    headers: { ...signed, 'content-length': String(Buffer.byteLength(body)) },
    body,
    ...sent,
  })
}

/** A connection whose bytes the test writes itself. */
export interface RawConnection {
  readonly socket: Socket
  write(text: string | Buffer): void
  /** All bytes that came, once the other side has closed. */
  readonly closed: Promise<string>
  /** Resolves with the bytes so far as soon as they match. */
  until(pattern: RegExp): Promise<string>
}

export async function openRaw(port: number): Promise<RawConnection> {
  const socket = connect({ host: '127.0.0.1', port })
  let received = ''
  const watchers = new Set<() => void>()
  const ended = Promise.withResolvers<string>()
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
    for (const watch of watchers) watch()
  })
  socket.on('error', () => undefined) // a reset ends in `close` too
  socket.on('close', () => {
    ended.resolve(received)
    for (const watch of watchers) watch()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return {
    socket,
    write: (text) => void socket.write(text),
    closed: ended.promise,
    async until(pattern) {
      const found = Promise.withResolvers<string>()
      const watch = (): void => {
        if (pattern.test(received)) found.resolve(received)
        else if (socket.destroyed) found.reject(new Error(`closed before ${pattern}: ${received}`))
      }
      watchers.add(watch)
      watch()
      return inTime(`the other side sends ${pattern}`, found.promise, {
        seen: () => `it sent ${received}`,
      }).finally(() => watchers.delete(watch))
    },
  }
}

/** The head of a signed POST, for a body that is written by hand. */
export function headOf(body: string | Buffer, extra = ''): string {
  return (
    'POST /webhook HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n' +
    `X-Hub-Signature-256: ${signatureOf(body)}\r\n${extra}`
  )
}
