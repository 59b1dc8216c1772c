import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/privacy/forget.ts')

test('a customer is forgotten among the rows of others, and each step is timed', async (t) => {
  t.timeout(120_000)
  const trial = runTrial(program, ['--rows', '3000'])
  t.teardown(() => trial.child.kill())
  const { status, output } = await trial.ended
  t.is(status, 0, output)
  for (const step of ['close', 'jobs', 'ledger', 'interactions', 'follow_up'])
    t.regex(output, new RegExp(`^${step}: \\d+\\.\\d+ s$`, 'm'))
  t.regex(output, /^a customer is forgotten among 3000 rows: /m)
  t.regex(output, /^removed \d+ interactions and \d+ rows of the ledger, of at least 50$/m)
})
