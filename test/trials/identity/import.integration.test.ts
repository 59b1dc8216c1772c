import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/identity/import.ts')

test('customers that are imported with kills are there once, as the dry run said', async (t) => {
  t.timeout(240_000)
  const trial = runTrial(program, ['--rows', '3000'])
  t.teardown(() => trial.child.kill())
  const { status, output } = await trial.ended
  t.is(status, 0, output)
  t.regex(output, /^dry run: 3000 rows, /m)
  t.regex(output, /^the same file again: 3000 rows, /m)
  t.regex(output, /^found \{"ids":8850,"customers":3150,"links":6000,"marks":0,"sharedValues":150,/m)
})
