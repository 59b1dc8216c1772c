import type { Server } from 'node:http'

/** Listens on a free port of loopback, tells the parent which, and ends with it. */
export function serve(server: Server): void {
  server.keepAliveTimeout = 75_000
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
    const address = server.address()
    console.log(JSON.stringify({ msg: 'ready', port: typeof address === 'object' ? address?.port : 0 }))
  })
  process.on('SIGTERM', () => process.exit(0))
}
