import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/leads/chaos.ts')

test('every lead is there once, and the sweep counts those whose webhook was lost', async (t) => {
  t.timeout(240_000)
  const chaos = runTrial(program, '--leads 120 --lost 10 --pages 2 --workers 2 --seed leads'.split(' '))
  t.teardown(() => chaos.child.kill())
  const { status, output } = await chaos.ended
  t.is(status, 0, output)
  t.regex(output, /^rows of lead +120$/m)
})
