import { spawn } from 'node:child_process'
import path from 'node:path'
import test from 'ava'

const program = path.join(import.meta.dirname, '../../../trials/bench/converse/latency.ts')

function runBench(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [program, ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}

test('answers every message, and says how long it took, where the time went and what it cost', async (t) => {
  t.timeout(180_000)
  const { code, output } = await runBench(['--smoke', '--rate', '10'])
  t.is(code, 0, output)
  t.regex(output, /^webhook to Send API, p50 +\d+ ms/m)
  t.regex(output, /^webhook to Send API, p99 +\d+ ms/m)
  t.regex(output, /^ +POST to turn +\d+ +\d+$/m)
  t.regex(output, /^ +workers +[1-9]\d*$/m)
})
