import type { Redis } from 'ioredis'
import { ReplicaError } from './refusal.ts'

/** A role changes in a failover. This often, an idle connection learns it; a refused write tells at once. */
const everyMs = 3_000

/**
 * Asks the server for its role, now and then, as long as the connection exists. A connection to a server that became a
 * replica is closed and opened again, also where it only reads: a replica's data may be old. The question is a sign of
 * life, too: a connection that does not respond is closed by its `socketTimeout`.
 */
export function watchPrimary(client: Redis, onTrouble: (error: Error) => void): void {
  const timer = setInterval(() => {
    if (client.status === 'ready') void ask().catch(ignore)
  }, everyMs)
  timer.unref()
  client.once('end', () => clearInterval(timer))

  async function ask(): Promise<void> {
    if (roleOf(await client.info('replication')) === 'master' || client.status !== 'ready') return
    onTrouble(new ReplicaError())
    client.disconnect(true)
  }
}

/** From the text of INFO. A server that tells no role counts as one that takes writes. */
export function roleOf(info: string): string {
  return /^role:(\w+)/m.exec(info)?.[1] ?? 'master'
}

/** `onTrouble` hears of a lost connection. A user who may not read INFO learns the role from a refused write. */
function ignore(): void {}
