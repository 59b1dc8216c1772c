import { createServer } from 'node:net'

export interface DemoPorts {
  readonly receiver: number
  readonly board: number
}

/** The ports of the design when they are free, others when not. */
export async function findDemoPorts(): Promise<DemoPorts> {
  const receiver = await freePort(Number(process.env['PORT'] || 3000))
  const board = await freePort(Number(process.env['BOARD_PORT'] || 3001))
  return { receiver, board }
}

/** The port of the customer's page, looked for when it starts: another demo may take a port that was free before. */
export function findPagePort(): Promise<number> {
  return freePort(3002)
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
