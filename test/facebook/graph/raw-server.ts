/** A server that sends exactly what a test wants, byte for byte, after a whole request has come in. */
import { createServer, type Socket } from 'node:net'

export interface RawRequest {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Behaviour = (socket: Socket, request: RawRequest) => void

export interface RawServer {
  readonly url: string
  readonly requests: RawRequest[]
  /** The number of all connections, and of the open ones. */
  readonly connections: () => number
  readonly open: () => number
  behave: Behaviour
  close(): Promise<void>
}

export async function startRawServer(behave: Behaviour = () => {}): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  const requests: RawRequest[] = []
  const listener = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {}) // the resets are intended
    socket.on('close', () => sockets.delete(socket))
    let received = ''
    socket.on('data', (piece) => {
      received += piece.toString('latin1')
      const request = wholeRequest(received)
      if (request === undefined) return
      received = ''
      requests.push(request)
      server.behave(socket, request)
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const server: RawServer = {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    connections: () => connections,
    open: () => sockets.size,
    behave,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
  return server
}

/** The bytes of a response with its length. */
export function answer(
  body: string,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): string {
  const lines = Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers })
  return `HTTP/1.1 ${status} Any\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}

export function says(bytes: string): Behaviour {
  return (socket) => socket.write(bytes)
}

export function saysAndEnds(bytes: string): Behaviour {
  return (socket) => socket.end(bytes)
}

function wholeRequest(text: string): RawRequest | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const [method = '', target = ''] = first.split(' ')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const body = text.slice(end + 4)
  return body.length < Number(headers['content-length'] ?? 0)
    ? undefined
    : { method, target, headers, body: Buffer.from(body, 'latin1').toString('utf8') }
}
