/** A TCP proxy to a server that can be frozen. Then it accepts connections and bytes, and returns nothing. */
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export interface StallingProxy {
  readonly url: string
  freeze(): void
  thaw(): void
  /** Breaks all connections, like a server that restarts. */
  cut(): void
  close(): Promise<void>
}

export async function createStallingProxy(target: string): Promise<StallingProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let frozen = false
  const server = createServer((client) => {
    const upstream = connect(Number(port || 3306), hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
      from.on('data', (bytes) => to.write(bytes))
      if (frozen) from.pause()
    }
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => {
    server.once('listening', resolve)
  })
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(toPort(server.address()))
  const each = (act: (socket: Socket) => void) => sockets.forEach(act)
  return {
    url: url.href,
    freeze() {
      frozen = true
      each((socket) => socket.pause())
    },
    thaw() {
      frozen = false
      each((socket) => socket.resume())
    },
    cut: () => each((socket) => socket.destroy()),
    close() {
      each((socket) => socket.destroy())
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

function toPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
  return address.port
}
