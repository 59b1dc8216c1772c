import { once } from 'node:events'
import type { Server } from 'node:http'

/** The server listens on loopback; resolves to its port, a free one for 0. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Nobody is connected any more, and nobody can be; nothing when that is so already. */
export async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
