import { createServer } from 'node:net'

export interface DemoPorts {
  readonly receiver: number
  readonly board: number
  readonly page: number
}

/** The ports of the design when they are free, others when not. */
export async function findDemoPorts(): Promise<DemoPorts> {
  const receiver = await freePort(Number(process.env['PORT'] || 3000))
  const board = await freePort(Number(process.env['BOARD_PORT'] || 3001))
  const page = await freePort(3002)
  return { receiver, board, page }
}

async function freePort(preferred: number): Promise<number> {
  return (await portIfFree(preferred)) ?? (await portIfFree(0)) ?? preferred
}

function portIfFree(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}
