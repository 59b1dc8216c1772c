import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import test, { type ExecutionContext } from 'ava'
import { Redis } from 'ioredis'
import { createConnection } from 'mysql2/promise'
import { isAlive, type ProcessIdentity } from '../../../sandbox/servers/process-identity.ts'
import { cacheFolder, createDraftFolder, sweepDeadRuns } from '../../../sandbox/servers/run-folder.ts'
import { startServers } from '../../../sandbox/servers/start-servers.ts'
import { until } from '../../helpers/until.ts'

// The servers of `npm test` are not the ones under test.
delete process.env['REDIS_URL']
delete process.env['DATABASE_URL']
delete process.env['PAGEBEAT_REDIS_SERVER']
delete process.env['PAGEBEAT_DATABASE_SERVER']

const serversFolder = path.join(import.meta.dirname, '..', '..', '..', 'sandbox', 'servers')

test.serial('starts both servers on loopback and keeps the password out of the progress lines', async (t) => {
  const lines: string[] = []
  const servers = await startServers({ log: (line) => lines.push(line) })
  const { password, hostname, pathname, username } = new URL(servers.databaseUrl)
  t.deepEqual(
    { hostname, pathname, username },
    { hostname: '127.0.0.1', pathname: '/pagebeat', username: 'pagebeat' },
  )
  t.true(password.length >= 24)
  t.false(lines.join().includes(password))
  t.deepEqual(lines.map((line) => line.replace(/ … .*/, '')).toSorted(), [
    'Starting MariaDB',
    'Starting Redis',
  ])
  await servers.stop()
})

test.serial('restarts a killed server on the same port with all it had confirmed', async (t) => {
  const servers = await startServers()
  await onRedis(servers.redisUrl, (redis) => redis.set('kept', 'yes'))
  await onDatabase(servers.databaseUrl, 'CREATE TABLE kept (id int PRIMARY KEY)')
  await onDatabase(servers.databaseUrl, 'INSERT INTO kept VALUES (7)')
  const before = [servers.redis.pid, servers.mariadb.pid]

  await Promise.all([servers.redis.kill(), servers.mariadb.kill()])
  t.deepEqual([servers.redis.pid, servers.mariadb.pid], [undefined, undefined])
  await t.throwsAsync(onDatabase(servers.databaseUrl, 'SELECT 1'), { code: 'ECONNREFUSED' })
  await Promise.all([servers.redis.restart(), servers.mariadb.restart()])

  t.is(await onRedis(servers.redisUrl, (redis) => redis.get('kept')), 'yes')
  t.deepEqual(await onDatabase(servers.databaseUrl, 'SELECT id FROM kept'), [{ id: 7 }])
  t.notDeepEqual([servers.redis.pid, servers.mariadb.pid], before)
  await servers.stop()
  await t.throwsAsync(onDatabase(servers.databaseUrl, 'SELECT 1'), { code: 'ECONNREFUSED' })
})

test.serial(
  'a server that crashes by itself is started again on its data, and the end of its log is printed',
  async (t) => {
    const lines: string[] = []
    const crash = Promise.withResolvers<{ readonly title: string; readonly back: Promise<void> }>()
    const servers = await startServers({
      log: (line) => lines.push(line),
      onCrash: (title, back) => crash.resolve({ title, back }),
    })
    await onDatabase(servers.databaseUrl, 'CREATE TABLE kept (id int PRIMARY KEY)')
    const before = servers.mariadb.pid ?? 0

    // The supervisor's channel does not keep its owner alive.
    const awake = setInterval(() => undefined, 1000)
    process.kill(before, 'SIGSEGV')
    const { title, back } = await crash.promise
    await back
    clearInterval(awake)

    t.is(title, 'MariaDB')
    t.regex(lines.join('\n'), /MariaDB crashed \(SIGSEGV\)[^]+signal 11[^]+MariaDB runs again/)
    t.deepEqual(await onDatabase(servers.databaseUrl, 'SELECT id FROM kept'), [])
    t.not(servers.mariadb.pid, before)
    await servers.mariadb.restart()
    await servers.stop()
    t.is(lines.filter((line) => line.includes('crashed')).length, 1)
  },
)

test.serial('a server that starts leaves the temporary tables of another one alone', async (t) => {
  const first = await startServers()
  const rows = await onDatabase(first.databaseUrl, 'SELECT @@tmpdir AS folder')
  const folder = /"folder":"([^"]+)"/.exec(JSON.stringify(rows))?.[1] ?? ''
  const file = path.join(folder, '#sql-temptable-1-1-1.MAI')
  writeFileSync(file, '')
  const second = await startServers()
  t.true(existsSync(file))
  t.true(folder.startsWith(cacheFolder), `${folder} goes with the run's folder`)
  await Promise.all([first.stop(), second.stop()])
})

test.serial('uses the servers it is given, refuses to hurt them, and leaves them running', async (t) => {
  const given = await startServers()
  process.env['REDIS_URL'] = given.redisUrl
  const mixed = await startServers()
  process.env['DATABASE_URL'] = given.databaseUrl
  const foreign = await startServers()
  delete process.env['REDIS_URL']
  delete process.env['DATABASE_URL']

  t.deepEqual([mixed.redisUrl, mixed.redis.owned, mixed.mariadb.owned], [given.redisUrl, false, true])
  t.deepEqual([foreign.redisUrl, foreign.databaseUrl], [given.redisUrl, given.databaseUrl])
  await t.throwsAsync(mixed.redis.kill(), { message: /REDIS_URL names a server that we did not start/ })
  await t.throwsAsync(foreign.mariadb.restart(), {
    message: /DATABASE_URL names a server that we did not start/,
  })
  await Promise.all([mixed.stop(), foreign.stop()])
  t.is(await onRedis(given.redisUrl, (redis) => redis.ping()), 'PONG')
  t.deepEqual(await onDatabase(given.databaseUrl, 'SELECT 1 AS one'), [{ one: 1 }])
  await given.stop()
})

test.serial('leaves no server and no folder when its owner is killed with SIGKILL', async (t) => {
  const owner = await startOwner()
  owner.child.kill('SIGKILL')
  await untilGone(t, owner)
})

test.serial('leaves no server and no folder even when the servers are frozen', async (t) => {
  const owner = await startOwner()
  for (const server of owner.processes.servers) process.kill(server.pid, 'SIGSTOP')
  owner.child.kill('SIGKILL')
  await untilGone(t, owner)
})

test.serial('leaves no server and no folder after an exception nobody caught', async (t) => {
  const owner = await startOwner([
    '--import',
    'data:text/javascript,process.on("SIGUSR2",()=>{throw new Error("bug")})',
  ])
  owner.child.kill('SIGUSR2')
  await untilGone(t, owner)
})

test.serial('has cleaned up by the time it ends after Ctrl-C, however often that comes', async (t) => {
  const owner = await startOwner()
  const ended = once(owner.child, 'exit')
  for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) owner.child.kill(signal)
  t.deepEqual(await ended, [0, null])
  t.deepEqual(leftOf(owner), [])
})

test.serial('ends what is left when owner and supervisor were both killed, at the next start', async (t) => {
  const [dead, living] = await Promise.all([startOwner(), startOwner()])
  process.kill(dead.processes.supervisor.pid, 'SIGKILL')
  dead.child.kill('SIGKILL')
  await once(dead.child, 'exit')
  await until('the supervisor is dead', () => !isAlive(dead.processes.supervisor))
  t.true(existsSync(dead.folder))
  t.true(dead.processes.servers.every(isAlive))
  sweepDeadRuns()
  await untilGone(t, dead)
  t.true(living.processes.servers.every(isAlive))
  living.child.kill('SIGTERM')
  await untilGone(t, living)
})

test.serial('leaves a package alone that another run unpacks, however old its files are', (t) => {
  const draft = createDraftFolder()
  t.teardown(() => rmSync(draft, { recursive: true, force: true }))
  utimesSync(draft, new Date('2023-01-16'), new Date('2023-01-16'))
  sweepDeadRuns()
  t.true(existsSync(draft))
})

interface Owner {
  readonly child: ChildProcess
  readonly folder: string
  readonly processes: { readonly supervisor: ProcessIdentity; readonly servers: readonly ProcessIdentity[] }
}

/** Another process that has started servers of its own. */
async function startOwner(nodeArgs: readonly string[] = []): Promise<Owner> {
  const stdio = ['ignore', 'pipe', 'ignore'] as const
  const child = spawn(process.execPath, [...nodeArgs, path.join(serversFolder, 'cli.ts')], {
    stdio: [...stdio],
  })
  process.once('exit', () => child.kill())
  if (child.stdout === null) throw new Error('no output')
  let lines = 0
  for await (const _ of createInterface({ input: child.stdout })) if (++lines === 2) break
  const name =
    readdirSync(path.join(cacheFolder, 'run')).find((entry) => entry.startsWith(`${child.pid}-`)) ?? ''
  const folder = path.join(cacheFolder, 'run', name)
  return { child, folder, processes: JSON.parse(readFileSync(path.join(folder, 'processes.json'), 'utf8')) }
}

function leftOf({ folder, processes: { supervisor, servers } }: Owner): unknown[] {
  return [...[supervisor, ...servers].filter(isAlive), ...(existsSync(folder) ? [folder] : [])]
}

async function untilGone(t: ExecutionContext, owner: Owner): Promise<void> {
  t.is(owner.processes.servers.length, 2)
  const isGone = await until('servers and folder are gone', () => leftOf(owner).length === 0, {
    seen: () => JSON.stringify(leftOf(owner)),
  })
  t.true(isGone)
}

async function onRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url)
  return use(redis).finally(() => redis.disconnect())
}

async function onDatabase(url: string, sql: string): Promise<unknown> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query(sql)
    return rows
  } finally {
    await connection.end()
  }
}
