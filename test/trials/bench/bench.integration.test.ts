import { spawn } from 'node:child_process'
import path from 'node:path'
import test from 'ava'

const root = path.join(import.meta.dirname, '../../..')

function runBench(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(root, 'trials/bench/bench.ts'), ...args], { cwd: root })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}

test('runs every part against its baseline and loses nothing', async (t) => {
  const { code, output } = await runBench(['--smoke'])
  t.is(code, 0, output)
  for (const part of ['a', 'a', 'b', 'c', 'c', 'd']) t.regex(output, new RegExp(`^  ${part}  `, 'm'))
})

test('refuses a part that there is not', async (t) => {
  const { code, output } = await runBench(['--only', 'x'])
  t.is(code, 64)
  t.regex(output, /there is no part x/)
})
