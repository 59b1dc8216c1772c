/** What the peers of the receiver share. They use no code of Pagebeat, and do it as Facebook's samples do. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Server } from 'node:http'
import { appSecret } from '../secrets.ts'

export function isSigned(body: Buffer, header: string | readonly string[] | undefined): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`)
  const given = Buffer.from(typeof header === 'string' ? header : '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Listens on this port of loopback until SIGTERM. */
export function serve(server: Server, port: string | undefined): void {
  server.keepAliveTimeout = 75_000
  server.listen({ port: Number(port), host: '127.0.0.1', backlog: 1024 })
  process.on('SIGTERM', () => process.exit(0))
}
