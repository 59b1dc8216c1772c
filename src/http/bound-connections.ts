import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionBounds {
  /** The most open connections. */
  readonly most: number
  /** A connection was closed, so that others can be served. */
  readonly onClosed?: () => void
}

export interface BoundedConnections {
  /** Number of open connections. */
  readonly open: number
  /** Closes no more than needed for `most`: first connections that nobody vouched for, the oldest first. */
  vouchFor(socket: Socket): void
  isKnown(socket: Socket): boolean
  /** False when the client sends requests far ahead of the responses. Its connection is then closed. */
  mayRespond(req: IncomingMessage, res: ServerResponse): boolean
  /** Closes connections that never sent a byte, for example those that a load balancer opened ahead. */
  closeSilent(): void
}

/**
 * Requests that a client sent ahead of the responses (HTTP pipelining) wait in memory. No client of ours needs that.
 * A read of 64 KiB holds up to 2,500 requests, so the sum over all connections has a bound, too.
 */
const mostAhead = { ofOne: 100, ofAll: 2_000 }

/**
 * Keeps the memory that connections take within a bound. At the bound, a new connection replaces the oldest that
 * never carried a trusted request. There is no bound for one address, because all requests may come through a proxy.
 */
export function boundConnections(server: Server, { most, onClosed }: ConnectionBounds): BoundedConnections {
  const strangers = new Set<Socket>() // in the order in which they came
  const known = new Set<Socket>()
  const aheadOf = new WeakMap<Socket, number>()
  let aheadInAll = 0

  function close(socket: Socket): void {
    strangers.delete(socket)
    socket.destroy()
    onClosed?.()
  }

  server.on('connection', (socket) => {
    if (strangers.size + known.size >= most) {
      const [oldest] = strangers
      close(oldest ?? socket)
      if (oldest === undefined) return
    }
    strangers.add(socket)
    socket.once('close', () => {
      strangers.delete(socket)
      known.delete(socket)
    })
  })

  function countAhead(socket: Socket, by: 1 | -1): number {
    const ahead = (aheadOf.get(socket) ?? 0) + by
    aheadOf.set(socket, ahead)
    aheadInAll += by
    return ahead
  }

  return {
    get open() {
      return strangers.size + known.size
    },
    vouchFor(socket) {
      if (strangers.delete(socket)) known.add(socket)
    },
    isKnown: (socket) => known.has(socket),
    mayRespond(req, res) {
      const { socket } = req
      if (socket.destroyed) return false // the rest of what was read before it was closed
      if (res.socket !== null) return true // no earlier response is under way
      const ahead = countAhead(socket, 1)
      res.once('close', () => countAhead(socket, -1))
      if (ahead <= mostAhead.ofOne && aheadInAll <= mostAhead.ofAll) return true
      close(socket)
      return false
    },
    closeSilent() {
      for (const socket of strangers) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}
