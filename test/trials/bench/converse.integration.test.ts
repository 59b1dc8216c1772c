import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/bench/converse/latency.ts')

test('answers every message, and says how long it took, where the time went and what it cost', async (t) => {
  t.timeout(180_000)
  const { status, output } = await runTrial(program, ['--smoke', '--rate', '10']).ended
  t.is(status, 0, output)
  t.regex(output, /^webhook to Send API, p50 +\d+ ms/m)
  t.regex(output, /^webhook to Send API, p99 +\d+ ms/m)
  t.regex(output, /^ +POST to turn +\d+ +\d+$/m)
  t.regex(output, /^ +workers +[1-9]\d*$/m)
})
