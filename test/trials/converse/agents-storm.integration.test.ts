import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/converse/chaos.ts')

test('agents write once and in order, and the bot is silent meanwhile, while calls fail and workers are killed', async (t) => {
  t.timeout(300_000)
  const load = ['--agents', '3', '--replies', '40', '--people', '15', '--pages', '5', '--rate', '10']
  const chaos = runTrial(program, [...load, '--workers', '2', '--kill-ms', '3000,5000', '--seed', 'npm test'])
  t.teardown(() => chaos.child.kill())
  const { status, output } = await chaos.ended
  t.is(status, 0, output)
  for (const name of [
    'seen twice',
    'out of order',
    'lost without a reason',
    'seen although taken back',
    'of the bot while an agent had the thread',
    'with a wrong author',
  ])
    t.regex(output, new RegExp(`^agents: ${name} +0$`, 'm'), output)
  t.regex(output, /^written +40 messages by 15 people$/m)
  t.regex(output, /^acts of agents +\d+ by [123] agents: [1-9]\d* take-overs, [1-9]\d* given back$/m)
  t.regex(output, /^messages of agents +[1-9]\d*, [1-9]\d* seen, [1-9]\d* taken back$/m)
  t.regex(output, /^missing without a row that says why +0$/m)
})
