/** What `kill <pid of npm>` and other ways to end npm leave behind: nothing. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { findFreePort } from '../../sandbox/servers/free-port.ts'
import { createTestDatabase } from '../helpers/database.ts'
import { killWithUs } from '../helpers/kill-with-us.ts'
import { requireServerUrl } from '../helpers/server-url.ts'
import { inTime, until } from '../helpers/until.ts'
import { root } from '../source-files.ts'
import { createMark } from './marked-processes.ts'

interface Command {
  readonly args: readonly string[]
  /** It is in the middle of things once a process with this in its command line runs, or its output has this. */
  readonly busy: RegExp
  readonly env?: Readonly<Record<string, string>>
}

const trials: Readonly<Record<string, Command>> = {
  start: { args: ['start'], busy: /pagebeat\.[jt]s work/ },
  test: { args: ['test', '--', 'test/trials/chaos/chaos.integration.test.ts'], busy: /pagebeat\.[jt]s work/ },
  chaos: { args: ['run', 'chaos'], busy: /pagebeat\.[jt]s work/ },
  bench: { args: ['run', 'bench'], busy: /load-generator/ },
  'chaos:converse': { args: ['run', 'chaos:converse'], busy: /pagebeat\.[jt]s work/ },
  'bench:converse': { args: ['run', 'bench:converse'], busy: /pagebeat\.[jt]s work/ },
}

for (const [name, command] of Object.entries(trials))
  test(`SIGTERM to npm of ${name} ends its children and its servers, and removes their folders`, async (t) => {
    const { npm, gone } = await startNpm(t, command)
    npm.kill('SIGTERM')
    await gone()
  })

for (const role of ['work', 'receive', 'board'])
  test(`SIGTERM to npm of pagebeat ${role} ends it in order`, async (t) => {
    const { npm, gone, output } = await startNpm(t, await pagebeat(t, role))
    npm.kill('SIGTERM')
    await gone()
    t.regex(output(), /"signal":"SIGTERM"/)
  })

const others = { SIGINT: 'receive', SIGHUP: 'receive', SIGKILL: 'work' } as const

for (const signal of ['SIGINT', 'SIGHUP', 'SIGKILL'] as const)
  test(`${signal} to npm of pagebeat ${others[signal]} ends it`, async (t) => {
    const { npm, gone } = await startNpm(t, await pagebeat(t, others[signal]))
    npm.kill(signal)
    await gone()
  })

async function pagebeat(t: ExecutionContext, role: string): Promise<Command> {
  const database = await createTestDatabase()
  t.teardown(() => database.drop())
  return {
    args: ['run', 'pagebeat', '--', role],
    busy: role === 'work' ? /"working"/ : /"port":\d+/,
    env: {
      REDIS_URL: requireServerUrl('REDIS_URL'),
      DATABASE_URL: database.url,
      PAGEBEAT_QUEUE_PREFIX: `pagebeat_test_signals_${role}`,
      PAGEBEAT_ALLOW_VOLATILE: '1',
      HOST: '127.0.0.1',
      PORT: String(await findFreePort()),
      BOARD_PORT: String(await findFreePort()),
      FACEBOOK_APP_SECRET: 'shh',
      FACEBOOK_VERIFY_TOKEN: 'token',
    },
  }
}

/** npm runs the command, with servers of its own unless `env` names some, and with a folder for temporary files. */
async function startNpm(t: ExecutionContext, { args, busy, env = {} }: Command) {
  const mark = createMark()
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-signals-'))
  mkdirSync(path.join(folder, 'tmp'))
  const { REDIS_URL: _, DATABASE_URL: __, NODE_OPTIONS: ___, ...inherited } = process.env
  const npm = spawn('npm', args, {
    cwd: root,
    env: { ...inherited, ...mark.env, TMPDIR: path.join(folder, 'tmp'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  killWithUs(npm)
  const pidsSeen = new Set<string>()
  let text = ''
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  const ended = once(npm, 'exit')
  t.teardown(() => {
    for (const line of mark.running()) process.kill(Number.parseInt(line), 'SIGKILL')
    rmSync(folder, { recursive: true })
  })
  const look = (): readonly string[] => {
    const running = mark.running()
    for (const line of running) pidsSeen.add(String(Number.parseInt(line)))
    return running
  }
  await until(`${args.join(' ')} is busy`, () => {
    if (npm.exitCode !== null) throw new Error(`npm ended too early:\n${text}`)
    return busy.test([...look(), text].join('\n'))
  })
  return {
    npm,
    output: () => text,
    /** npm has ended within 15 s, its processes soon after, however busy the machine is; no folder of theirs is left. */
    async gone(): Promise<void> {
      await inTime('npm ends', ended, { withinMs: 15_000, seen: () => look().join('\n') })
      await until('no process is left', () => look().length === 0, { seen: () => look().join('\n') })
      const runs = readdirSync(path.join(root, '.cache', 'run'))
      t.deepEqual(
        runs.filter((name) => pidsSeen.has(name.split('-')[0] ?? '')),
        [],
      )
      // npm keeps its own compiled code there.
      const left = readdirSync(path.join(folder, 'tmp')).filter((name) => name !== 'node-compile-cache')
      t.deepEqual(left, [])
    },
  }
}
