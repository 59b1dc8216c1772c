import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { numberUpTo, wholeNumberUpTo } from '../../bin/command-line/read-number.ts'
import { runToEnd } from './run-to-end.ts'

test('a number that is none, or out of bounds, is refused before anything is done', async (t) => {
  const args = ['conversation', 'pause', '1001', '7', '--hours', '1e300']
  const { status, stdout, stderr } = await runToEnd(args, {})
  t.deepEqual([status, stdout], [1, ''])
  t.regex(
    stderr,
    /^error: option '--hours <count>' argument '1e300' is invalid\. It must be a number above 0/,
  )
  t.deepEqual([numberUpTo(24)('0.5'), wholeNumberUpTo(24)('24')], [0.5, 24])
  for (const given of ['abc', '', '0', '-1', '25', 'Infinity']) {
    t.throws(() => numberUpTo(24)(given), { code: 'commander.invalidArgument' })
    t.throws(() => wholeNumberUpTo(24)(given), { code: 'commander.invalidArgument' })
  }
  t.throws(() => wholeNumberUpTo(24)('1.5'), { code: 'commander.invalidArgument' })
})

test('a command whose output nobody reads any longer ends quietly', async (t) => {
  const pagebeat = fileURLToPath(new URL('../../bin/pagebeat.ts', import.meta.url))
  const child = spawn(process.execPath, [pagebeat, 'sql'], { env: { PATH: process.env['PATH'] } })
  child.stdout.destroy()
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')])
  t.deepEqual([child.exitCode, stderr], [0, ''])
})

test('a database that does not answer is named, without its password', async (t) => {
  const DATABASE_URL = 'mysql://clerk:hush@127.0.0.1:9/crm'
  const { status, stderr } = await runToEnd(['dead', 'list'], { DATABASE_URL })
  t.is(status, 1)
  t.regex(stderr, /ECONNREFUSED/)
  t.regex(stderr, /user clerk at 127\.0\.0\.1:9, database crm\. Does a server listen there\?/)
  t.false(stderr.includes('hush'))
})
