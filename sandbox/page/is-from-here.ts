import type { IncomingMessage } from 'node:http'

/**
 * Whether a page of ours, or somebody's tool, makes this request. A name that another site has pointed at 127.0.0.1 is in
 * `Host`, and the site that a browser is showing is in `Origin`.
 */
export function isFromHere({ headers, socket }: IncomingMessage): boolean {
  const names = ['127.0.0.1', 'localhost'].map((name) => `${name}:${socket.localPort}`)
  if (!names.includes(headers.host ?? '')) return false
  return headers.origin === undefined || names.some((name) => headers.origin === `http://${name}`)
}
