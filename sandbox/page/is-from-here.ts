import type { IncomingMessage } from 'node:http'

/**
 * True when our own page, or a tool on this machine, makes the request. `Host` shows a foreign name that points to
 * 127.0.0.1, and `Origin` shows the site whose page the browser runs.
 */
export function isFromHere({ headers, socket }: IncomingMessage): boolean {
  const names = ['127.0.0.1', 'localhost'].map((name) => `${name}:${socket.localPort}`)
  if (!names.includes(headers.host ?? '')) return false
  return headers.origin === undefined || names.some((name) => headers.origin === `http://${name}`)
}
