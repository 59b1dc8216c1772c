import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { unpackDebian } from '../../sandbox/servers/debian-packages.ts'
import { findExecutable } from '../../sandbox/servers/find-executable.ts'
import { appSecret } from '../receiver/http.ts'
import { withReceiver } from '../receiver/stub-receiver.ts'
import { read } from '../source-files.ts'

const run = promisify(execFile)

/** Folder and libraries of a program that the page uses: from the PATH, else from Debian's packages. */
async function findTool(name: string): Promise<{ folder: string; env: Readonly<Record<string, string>> }> {
  const onPath = findExecutable(name)
  if (onPath !== undefined) return { folder: path.dirname(onPath), env: {} }
  const wanted = { title: name, name, packages: [name], program: `usr/bin/${name}`, log: console.error }
  const { file, env } = await unpackDebian(wanted)
  return { folder: path.dirname(file), env }
}

test('the lines that sign a webhook by hand work against a receiver', async (t) => {
  const page = read('docs/how-to/sign-a-webhook-by-hand.md')
  const lines = /^ *BODY=[\s\S]*?(?=^ *```)/m.exec(page)?.[0] ?? ''
  t.is(lines.trim().split('\n').length, 4)
  const tools = await Promise.all(['curl', 'openssl'].map(findTool))
  const env = {
    ...process.env,
    ...Object.assign({}, ...tools.map((tool) => tool.env)),
    PATH: [...tools.map(({ folder }) => folder), process.env['PATH']].join(path.delimiter),
    SECRET: appSecret,
  }
  await withReceiver(async ({ port, groups }) => {
    const url = `http://127.0.0.1:${port}/webhook`
    const { stdout } = await run('sh', ['-ec', lines], { env: { ...env, URL: url }, timeout: 30_000 })
    t.is(stdout, 'EVENT_RECEIVED\n403\n')
    const [delivery] = groups.flat()
    t.is(groups.flat().length, 1)
    const { object, entry } = JSON.parse(delivery?.body ?? '{}')
    t.is(object, 'page')
    t.is(entry[0].changes[0].value.message, 'Is it in stock?')
  })
})
