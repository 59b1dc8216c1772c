/** ava in a folder of its own, with test files that do not end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { findTestFiles } from '../../scripts/test-files.ts'
import { until } from '../helpers/until.ts'
import { root } from '../source-files.ts'

const bound = path.join(root, 'test', 'helpers', 'bound-test-file.ts')

function startAva(t: ExecutionContext, file: string, bounds = { testsMs: 60_000, leftOpenMs: 60_000 }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-ava-'))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const ava = { files: ['*.test.mjs'], require: [[bound, bounds]], timeout: '5m', workerThreads: false }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', ava }))
  writeFileSync(path.join(folder, 'some.test.mjs'), `import test from 'ava'\n${file}\n`)
  const cli = path.join(root, 'node_modules', 'ava', 'entrypoints', 'cli.js')
  const child = spawn(process.execPath, [cli, '--tap'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  t.teardown(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })
  const ended = once(child, 'close').then(() => ({ status: child.exitCode, output }))
  return { child, ended }
}

test('a test file that leaves something open fails, and is named', async (t) => {
  const leak = `
    import { createServer } from 'node:net'
    test.before(() => createServer().listen(0, '127.0.0.1'))
    test('passes', (t) => t.pass())`
  const { status, output } = await startAva(t, leak, { testsMs: 60_000, leftOpenMs: 200 }).ended
  t.is(status, 1)
  t.regex(output, /not ok \d+ - Error: .*some\.test\.mjs: all tests have ended, .*Open: .*TCPServerWrap/)
})

test('a test file whose `before` fails ends although it left something open', async (t) => {
  const leak = `
    import { createServer } from 'node:net'
    test.before(() => {
      createServer().listen(0, '127.0.0.1')
      throw new Error('no such file')
    })
    test('does not run', (t) => t.pass())`
  const { status, output } = await startAva(t, leak, { testsMs: 60_000, leftOpenMs: 200 }).ended
  t.is(status, 1)
  t.regex(output, /no such file/)
  t.regex(output, /not ok \d+ - Error: .*some\.test\.mjs: all tests have ended/)
})

test('a test that does not end fails after a while, and its file is named', async (t) => {
  const stuck = `test('waits for ever', () => new Promise(() => setInterval(() => undefined, 1000)))`
  const { status, output } = await startAva(t, stuck, { testsMs: 500, leftOpenMs: 60_000 }).ended
  t.is(status, 1)
  t.regex(output, /not ok \d+ - Error: .*some\.test\.mjs has not ended after 0\.5 s/)
})

test('a running test file can be named, and ends with ava', async (t) => {
  const stuck = `test('waits', () => new Promise(() => setInterval(() => undefined, 1000)))`
  const { child, ended } = startAva(t, stuck)
  const files = await until('ava runs the file', () => {
    const found = findTestFiles(child.pid ?? 0)
    return found.length > 0 ? found : undefined
  })
  t.is(path.basename(files[0]?.file ?? ''), 'some.test.mjs')
  child.kill('SIGKILL')
  await ended
  await until(
    'the test file has ended',
    () => findTestFiles(child.pid ?? 0).length === 0 && !isRunning(files[0]?.pid),
  )
  t.false(isRunning(files[0]?.pid))
})

function isRunning(pid = 0): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
