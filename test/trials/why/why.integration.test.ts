import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/why/why.ts')

test('each kind of question gets the right response among the rows of a year, and is timed', async (t) => {
  t.timeout(240_000)
  const trial = runTrial(program, ['--rows', '3000', '--warm'])
  t.teardown(() => trial.child.kill())
  const { output } = await trial.ended
  for (const kind of ['message, unknown', 'comment', 'PSID', 'text of one', 'message in the console'])
    t.regex(output, new RegExp(`^  ${kind} +– +\\d+\\.\\d +\\d+\\.\\d +(?:ok|MISSED)`, 'm'), output)
  t.regex(output, /^every response was right$/m)
  t.regex(output, /^slowest response among 3000 interactions: \d+ ms/m)
})
