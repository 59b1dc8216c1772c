import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import test from 'ava'
import { pagebeatFile } from '../../../sandbox/pagebeat-file.ts'
import { runToEnd } from '../run-to-end.ts'

test('a command ends quietly when the reader of its output has closed the pipe', async (t) => {
  const child = spawn(process.execPath, [pagebeatFile, 'sql'], { env: { PATH: process.env['PATH'] } })
  child.stdout.destroy()
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')])
  t.deepEqual([child.exitCode, stderr], [0, ''])
})

test('a database that does not answer is named, with what to check and without its password', async (t) => {
  const DATABASE_URL = 'mysql://clerk:hush@127.0.0.1:9/crm'
  const { status, stderr } = await runToEnd(['dead', 'list'], { DATABASE_URL })
  t.is(status, 1)
  t.regex(stderr, /ECONNREFUSED/)
  t.regex(stderr, /user clerk at 127\.0\.0\.1:9, database crm\. Check that a server listens there\./)
  t.false(stderr.includes('hush'))
})
