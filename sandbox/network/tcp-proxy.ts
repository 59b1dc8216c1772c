/** A TCP proxy that behaves as a bad network: it cuts, resets, delays, swallows bytes, and leads to another server. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export type Direction = 'toServer' | 'toClient'

export interface TcpProxy {
  /** The target's URL with the proxy's own address: user, password, path and options stay. */
  readonly url: string
  readonly port: number
  /** Connections that are open at both ends. */
  readonly open: number
  /** Ends all connections in order (FIN). */
  cut(): void
  /** Ends all connections at once (RST). */
  reset(): void
  /** Swallows the bytes of the connections that are open now; neither end learns it. New connections work. */
  blackHole(direction?: Direction): void
  /** Accepts connections and bytes, new ones too, and passes nothing on until `thaw`. */
  freeze(): void
  thaw(): void
  /** Delays every byte in each direction. */
  delay(milliseconds: number): void
  /** Leads new connections to this server. The open ones stay where they are, as after a managed failover. */
  switchTarget(url: string): void
  /** Refuses new connections, or takes them again. */
  refuse(refused: boolean): void
  close(): Promise<void>
}

interface Link {
  readonly client: Socket
  readonly upstream: Socket
  readonly swallowed: Set<Direction>
}

export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const links = new Set<Link>()
  /** Also those whose other end is gone, behind a black hole. */
  const everySocket = new Set<Socket>()
  let to = new URL(target)
  let frozen = false
  let refused = false
  let latency = 0

  function join(link: Link, direction: Direction): void {
    const [from, other] =
      direction === 'toServer' ? [link.client, link.upstream] : [link.upstream, link.client]
    // Bytes and the end of the stream share one chain, so a shorter delay never overtakes a longer one.
    let passed: Promise<unknown> | undefined
    function pass(act: () => void): void {
      if (latency === 0 && !passed) return act()
      const due = wait(latency)
      const mine = (passed ?? Promise.resolve()).then(() => due).then(act)
      passed = mine
      void mine.then(() => (passed = passed === mine ? undefined : passed))
    }
    from.on('data', (bytes) => {
      if (!link.swallowed.has(direction)) pass(() => other.writable && other.write(bytes))
    })
    from.on('error', () => undefined)
    everySocket.add(from)
    from.on('close', (failed) => {
      links.delete(link)
      everySocket.delete(from)
      if (link.swallowed.has(direction)) return
      pass(() => (failed ? other.resetAndDestroy() : other.destroySoon()))
    })
    if (frozen) from.pause()
  }

  const server = createServer({ noDelay: true }, (client) => {
    if (refused) return client.resetAndDestroy()
    const upstream = connect({ port: Number(to.port), host: to.hostname, noDelay: true })
    const link: Link = { client, upstream, swallowed: new Set() }
    links.add(link)
    join(link, 'toServer')
    join(link, 'toClient')
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(port)

  function sockets(act: (socket: Socket) => void): void {
    for (const { client, upstream } of links) [client, upstream].forEach(act)
  }
  return {
    url: url.href,
    port,
    get open() {
      return links.size
    },
    cut: () => sockets((socket) => socket.destroySoon()),
    reset: () => sockets((socket) => socket.resetAndDestroy()),
    blackHole(direction) {
      for (const { swallowed } of links) {
        for (const each of direction ? [direction] : (['toServer', 'toClient'] as const)) swallowed.add(each)
      }
    },
    freeze() {
      frozen = true
      sockets((socket) => socket.pause())
    },
    thaw() {
      frozen = false
      sockets((socket) => socket.resume())
    },
    delay: (milliseconds) => (latency = milliseconds),
    switchTarget: (next) => (to = new URL(next)),
    refuse: (value) => (refused = value),
    close() {
      for (const socket of everySocket) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
