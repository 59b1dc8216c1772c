import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/chaos/chaos.ts')

test.serial(
  'loses, doubles and changes nothing while receiver, workers, Redis and MariaDB are killed in turn',
  async (t) => {
    t.timeout(240_000)
    const chaos = runTrial(program, ['--short', '--seed', 'npm test'])
    t.teardown(() => chaos.child.kill())
    const { status, output } = await chaos.ended
    t.is(status, 0, output)
    for (const victim of ['worker 1', 'worker 2', 'receiver', 'Redis', 'MariaDB'])
      t.regex(output, new RegExp(`kill -9 ${victim} \\(pid \\d+\\)`))
    t.regex(output, /^acked +30\d\d$/m)
    t.regex(output, /^missing +0$/m)
    t.regex(output, /^duplicated +0$/m)
    t.regex(output, /^rows compared +\d{4,} in 13 tables, 0 different$/m)
  },
)

test.serial(
  'keeps the same promise with a worker process for each stage, as in docker-compose.yml',
  async (t) => {
    t.timeout(240_000)
    const args = ['--short', '--layout', 'compose', '--events', '1000', '--seed', 'npm test']
    const chaos = runTrial(program, args)
    t.teardown(() => chaos.child.kill())
    const { status, output } = await chaos.ended
    t.is(status, 0, output)
    for (const victim of ['parse', 'stitch 1', 'receiver', 'Redis', 'MariaDB'])
      t.regex(output, new RegExp(`kill -9 ${victim} \\(pid \\d+\\)`))
    t.regex(output, /^missing +0$/m)
  },
)

test('says what it does, and refuses what it does not understand', async (t) => {
  const help = await runTrial(program, ['--help']).ended
  t.is(help.status, 0)
  t.regex(help.output, /--seed [^]*--events [^]*--every [^]*--short [^]*--layout compose\|one[^]*--save /)
  const wrong = await runTrial(program, ['--events', 'many']).ended
  t.deepEqual(wrong, { status: 2, output: '--events must be a whole number of 1 or more\n' })
})
