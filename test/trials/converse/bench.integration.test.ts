import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/converse/bench.ts')

for (const layout of ['compose', 'one']) {
  test(`answers every message and prints times and costs, layout ${layout}`, async (t) => {
    t.timeout(180_000)
    const { status, output } = await runTrial(program, ['--smoke', '--rate', '10', '--layout', layout]).ended
    t.is(status, 0, output)
    t.regex(output, /^webhook to Send API, p50 +\d+ ms/m)
    t.regex(output, /^webhook to Send API, p99 +\d+ ms/m)
    t.regex(output, /^ +POST to turn +\d+ +\d+$/m)
    t.regex(output, /^ +workers +[1-9]\d*$/m)
    t.is(/^ +respond +\d+$/m.test(output), layout === 'compose')
  })
}
