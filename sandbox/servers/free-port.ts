import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const [first, afterLast] = [20_000, 32_000]
const mostTries = 500

/**
 * A loopback port from 20000 to 31999 on which no process listens now. Systems take the ports of outgoing connections
 * from above this range, so a server that restarts finds its port still free. (A client that keeps trying a closed
 * port of the upper range can end up connected to itself, and then the server cannot listen there again.)
 */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries++) {
    const port = randomInt(first, afterLast)
    if (await isFree(port)) return port
  }
  throw new Error(`No free port: ${mostTries} tries between ${first} and ${afterLast} failed`)
}

export async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening')
    return true
  } catch {
    return false
  } finally {
    probe.close()
  }
}
