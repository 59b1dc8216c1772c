import test from 'ava'
import type { RowDataPacket } from 'mysql2'
import { createOrphanedThreads } from '../../../src/db/mysql/orphaned-threads.ts'
import { DatabaseRefusedError } from '../../../src/errors.ts'

/** A server with these threads, and what it was told to do with them. */
function serverWith(threads: readonly (readonly [id: number, host: string])[], errno?: number) {
  const killed: string[] = []
  return {
    killed,
    async run(statement: string): Promise<RowDataPacket[]> {
      if (!statement.startsWith('KILL'))
        return threads.map(([id, host]) => ({ Id: id, Host: host }) as RowDataPacket)
      killed.push(statement)
      if (errno !== undefined) throw new DatabaseRefusedError({ errno, symbol: 'ER', where: undefined })
      return []
    },
  }
}

test('ends the threads that were left behind, and no thread of another client with the same id', async (t) => {
  const orphans = createOrphanedThreads()
  for (const id of ['7', '8', '9']) orphans.add({ id, host: `10.0.0.1:500${id}` })
  const server = serverWith([
    [7, '10.0.0.1:5007'],
    [8, '10.0.0.2:5008'],
    [10, '10.0.0.1:5009'],
  ])
  await orphans.end(server)
  t.deepEqual(server.killed, ['KILL 7'])
  await orphans.end(server)
  t.deepEqual(server.killed, ['KILL 7'], 'each is ended once')
})

test('a thread that has ended meanwhile is no error, another refusal is', async (t) => {
  for (const errno of [1094, 1095, 1227]) {
    const orphans = createOrphanedThreads()
    orphans.add({ id: '7', host: 'a:1' })
    const ending = orphans.end(serverWith([[7, 'a:1']], errno))
    await (errno === 1227 ? t.throwsAsync(ending, { code: 'database_refused' }) : t.notThrowsAsync(ending))
  }
})
