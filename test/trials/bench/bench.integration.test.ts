import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'

const root = path.join(import.meta.dirname, '../../..')

test('runs every part against its baseline and loses nothing', async (t) => {
  const { status, output } = await runTrial(path.join(root, 'trials/bench/bench.ts'), ['--smoke']).ended
  t.is(status, 0, output)
  for (const part of ['a', 'a', 'b', 'c', 'c', 'd']) t.regex(output, new RegExp(`^  ${part}  `, 'm'))
})

test('refuses a part that there is not', async (t) => {
  const { status, output } = await runTrial(path.join(root, 'trials/bench/bench.ts'), ['--only', 'x']).ended
  t.is(status, 2)
  t.regex(output, /there is no part x/)
})
