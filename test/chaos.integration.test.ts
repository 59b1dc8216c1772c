import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import test from 'ava'
import { findProgram } from '../sandbox/servers/programs.ts'

const program = path.join(import.meta.dirname, '..', 'sandbox', 'chaos', 'chaos.ts')
const canStart = await Promise.all([
  findProgram('redis', () => undefined),
  findProgram('mariadb', () => undefined),
]).then(
  () => true,
  () => false,
)
const unlessNoServers = canStart ? test : test.skip

unlessNoServers(
  'loses, doubles and changes nothing while receiver, workers, Redis and MariaDB are killed in turn',
  async (t) => {
    t.timeout(240_000)
    const chaos = run(['--short', '--seed', 'npm test'])
    t.teardown(() => chaos.process.kill())
    const { status, output } = await chaos.ended
    t.is(status, 0, output)
    for (const victim of ['worker 1', 'worker 2', 'receiver', 'Redis', 'MariaDB'])
      t.regex(output, new RegExp(`kill -9 ${victim} \\(pid \\d+\\)`))
    t.regex(output, /^acked +30\d\d$/m)
    t.regex(output, /^missing +0$/m)
    t.regex(output, /^duplicated +0$/m)
    t.regex(output, /^rows compared +\d{4,} in 13 tables, 0 different$/m)
  },
)

test('says what it does, and refuses what it does not understand', async (t) => {
  const help = await run(['--help']).ended
  t.is(help.status, 0)
  t.regex(help.output, /--seed .*\n.*--events .*\n.*--every .*\n.*--short/)
  const wrong = await run(['--events', 'many']).ended
  t.deepEqual(wrong, { status: 2, output: '--events must be a whole number of 1 or more\n' })
})

function run(args: readonly string[]): {
  readonly process: ChildProcess
  readonly ended: Promise<{ status: number | null; output: string }>
} {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
    })
  }
  return { process: child, ended: once(child, 'close').then(() => ({ status: child.exitCode, output })) }
}
