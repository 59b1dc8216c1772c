import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/leads/chaos.ts')

test('every lead of a short storm has one row, and the sweep finds those whose webhook was lost', async (t) => {
  t.timeout(240_000)
  const chaos = runTrial(
    program,
    '--leads 40 --pages 2 --workers 2 --lost 10 --kill-ms 3000,6000 --seed leads'.split(' '),
  )
  t.teardown(() => chaos.child.kill())
  const { status, output } = await chaos.ended
  t.is(status, 0, output)
  const counts = new Map([...output.matchAll(/^(\D+?)  +(\d+)/gm)].map(([, what, count]) => [what, count]))
  t.is(counts.get('leads'), '40')
  t.is(counts.get('rows of lead'), '40')
  t.is(counts.get('interactions'), '40')
  t.is(counts.get('leads whose row, customer or profile is wrong'), '0')
  t.is(counts.get('found by the sweep'), counts.get('lost webhooks'))
  t.not(counts.get('lost webhooks'), '0')
})
