import type { Redis } from 'ioredis'
import { ReplicaError } from './refusal.ts'

/** A role changes in a failover. This often, an idle connection learns it; a refused write tells at once. */
const everyMs = 3_000

/** All connections of the process are asked at the same time: one timer wakes an idle process less often than many. */
const watched = new Map<Redis, (error: Error) => void>()
let timer: NodeJS.Timeout | undefined

/**
 * Asks the server for its role, now and then, as long as the connection exists. A connection to a server that became a
 * replica is closed and opened again, also where it only reads: a replica's data may be old. The question is a sign of
 * life, too: a connection that does not respond is closed by its `socketTimeout`.
 */
export function watchPrimary(client: Redis, onTrouble: (error: Error) => void): void {
  watched.set(client, onTrouble)
  client.once('end', () => watched.delete(client))
  timer ??= setInterval(askAll, everyMs).unref()
}

function askAll(): void {
  if (watched.size === 0) {
    clearInterval(timer)
    timer = undefined
  }
  for (const [client, onTrouble] of watched)
    if (client.status === 'ready') void ask(client, onTrouble).catch(ignore)
}

async function ask(client: Redis, onTrouble: (error: Error) => void): Promise<void> {
  if (roleOf(await client.info('replication')) === 'master' || client.status !== 'ready') return
  onTrouble(new ReplicaError())
  client.disconnect(true)
}

/** From the text of INFO. A server that tells no role counts as one that takes writes. */
export function roleOf(info: string): string {
  return /^role:(\w+)/m.exec(info)?.[1] ?? 'master'
}

/** `onTrouble` hears of a lost connection. A user who may not read INFO learns the role from a refused write. */
function ignore(): void {}
