import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A loopback port nobody listens on right now, from 20000 to 32000: below the range from which systems take the ports of
 * outgoing connections, so that a server which is down for a moment finds its port free again. (A client that tries
 * again and again to reach a closed port of that range ends up connected to itself, and the server cannot come back.)
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
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
