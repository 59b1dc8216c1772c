import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import test from 'ava'

const root = path.join(import.meta.dirname, '../../..')

function runBench(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(root, 'trials/bench/bench.ts'), ...args], { cwd: root })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}

test('runs every part against its baseline, loses nothing and writes the figures', async (t) => {
  const { code, output } = await runBench(['--smoke'])
  t.is(code, 0, output)
  const file = /written to (.*)/.exec(output)?.[1] ?? ''
  const result: { findings: { part: string }[]; complete: boolean } = JSON.parse(
    readFileSync(path.join(root, file), 'utf8'),
  )
  t.deepEqual(
    result.findings.map(({ part }) => part),
    ['a', 'a', 'b', 'c', 'c', 'd'],
  )
  t.true(result.complete)
  rmSync(path.join(root, file))
})

test('refuses a part that there is not', async (t) => {
  const { code, output } = await runBench(['--only', 'x'])
  t.is(code, 64)
  t.regex(output, /there is no part x/)
})
