/** The package as an operator gets it: built, packed, installed into an empty folder, and used. */
import { execFile, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { createEmptyTestDatabase } from '../helpers/database.ts'
import { message } from '../helpers/decoded.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'
import { startProgram } from '../helpers/running-program.ts'
import { receiverEnv } from '../receiver/receiver-process.ts'
import { appSecret, post, send } from '../receiver/http.ts'
import { projectFiles, read, root } from '../source-files.ts'

const run = promisify(execFile)
const folder = await mkdtemp(path.join(tmpdir(), 'pagebeat-package-'))
const installed = path.join(folder, 'node_modules', 'pagebeat')
const pagebeat = path.join(folder, 'node_modules', '.bin', 'pagebeat')
const [database, redis] = await Promise.all([createEmptyTestDatabase(), createTestRedis()])

test.before('it is built, packed and installed', async (t) => {
  t.timeout(300_000, 'npm takes a quarter of a minute, and minutes on a machine that is busy')
  const build = path.join(folder, 'build')
  await run(process.execPath, [path.join(root, 'scripts', 'build.ts'), build])
  await run('npm', ['pack', build, '--pack-destination', folder])
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await rm(build, { recursive: true })
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=dev']
  await run('npm', ['install', '--prefix', folder, ...quietly, path.join(folder, tarball)], { cwd: folder })
})

test.after.always(async () => {
  await Promise.all([database.drop(), redis.close(), rm(folder, { recursive: true, force: true })])
})

/** The standard output of the command. Rejects unless its status is 0. */
async function print(...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url }
  return (await run(pagebeat, args, { cwd: folder, env, maxBuffer: 16 << 20 })).stdout
}

test('it holds the product, and no sandbox, trial, script or test', async (t) => {
  const top =
    'CHANGELOG.md LICENSE README.md THIRD-PARTY.txt bin console docs lib npm-shrinkwrap.json package.json queues sql src storyboards'
  t.is(
    (await readdir(installed))
      .filter((name) => name !== 'node_modules')
      .toSorted()
      .join(' '),
    top,
  )
  const names = await readdir(installed, { recursive: true })
  t.deepEqual(
    names.filter((name) => /\.tsx?$/.test(name) && !name.startsWith('node_modules')),
    [],
  )
  const besideCode = projectFiles.filter((file) => /^(?:bin|queues|src|workers)\/.*(?<!\.ts)$/.test(file))
  t.true(besideCode.some((file) => file.endsWith('.lua')))
  for (const file of besideCode) t.true(names.includes(file), `${file} is missing`)
  const packages = await readdir(path.join(folder, 'node_modules'))
  t.deepEqual(
    packages.filter((name) => ['ava', 'esbuild', 'node', 'typescript', 'bullmq', 'kysely'].includes(name)),
    [],
  )
  const licences = await readFile(path.join(installed, 'THIRD-PARTY.txt'), 'utf8')
  for (const name of Object.keys(JSON.parse(read('package.json')).dependencies))
    t.true(licences.includes(`\n${name} `) || packages.includes(name.split('/')[0] ?? ''), name)
})

test('it answers --version and --help', async (t) => {
  const { version } = JSON.parse(read('package.json'))
  t.is((await print('--version')).trim(), version)
  t.regex(await print('--help'), /receive.*work.*storyboard/s)
})

test('a worker can start the process for a job that killed others', async (t) => {
  const env = { PATH: process.env['PATH'], REDIS_URL: redis.url, DATABASE_URL: database.url }
  const child = fork(path.join(installed, 'bin', 'pagebeat.js'), ['step'], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  const [said] = await once(child, 'message', { signal: AbortSignal.timeout(60_000) })
  t.deepEqual(said, { is: 'ready' })
})

test('it prints the migrations', async (t) => {
  t.is(
    await print('sql'),
    (await run(process.execPath, [path.join(root, 'bin', 'pagebeat.ts'), 'sql'])).stdout,
  )
})

test('it checks an example storyboard', async (t) => {
  const file = path.join(installed, 'storyboards', 'coffee', 'storyboard.yaml')
  t.regex(await print('storyboard', 'check', file), /Copper Kettle Coffee/)
})

test('it tracks a signed webhook from the receiver to the tables, and chooses a reply', async (t) => {
  await print('migrate')
  const shared = {
    REDIS_URL: redis.url,
    PAGEBEAT_QUEUE_PREFIX: redis.prefix,
    PAGEBEAT_ALLOW_VOLATILE: '1',
    FACEBOOK_APP_SECRET: appSecret,
  }
  const worker = startProgram([pagebeat, 'work'], {
    ...shared,
    DATABASE_URL: database.url,
    STORYBOARD: path.join(installed, 'storyboards', 'coffee', 'storyboard.yaml'),
    PAGEBEAT_SECRET_KEY: randomBytes(32).toString('base64'),
    GRAPH_API_URL: 'http://127.0.0.1:1', // no server: the reply is chosen, and stays unsent
  })
  const receiver = startProgram([pagebeat, 'receive'], receiverEnv(redis.url, shared))
  t.teardown(() => {
    for (const { child } of [worker, receiver]) child.kill('SIGKILL')
  })
  const [, port] = await receiver.until(/"port":(\d+)/)
  await until('ready', async () => (await send(Number(port), { path: '/readyz' })).status === 200)
  t.is((await post(Number(port), message('601', 'm-packed', Date.now(), 'hello'))).status, 200)
  await until('the message is in its table', async () => {
    const rows = await database.query("select mid from chanFacebookMessenger where mid = 'm-packed'")
    return rows.length === 1
  })
  await until('a reply is chosen', async () => (await database.query('select id from outbound')).length > 0)
  t.is(await receiver.stop(), 0)
  t.is(await worker.stop(), 0)
})
