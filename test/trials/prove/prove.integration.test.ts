import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { worstLogRate } from '../../../trials/prove/log-rate.ts'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/prove/prove.ts')

test.serial('keeps every promise through the faults of the short form', async (t) => {
  t.timeout(400_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-prove-'))
  const prove = runTrial(program, ['--short', '--untimed', '--seed', 'npm test', '--out', folder])
  t.teardown(() => {
    prove.child.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const { status, output } = await prove.ended
  t.is(status, 0, output)
  for (const name of ['redis-failover', 'mysql-failover', 'redis-half-open', 'mysql-half-open'])
    t.regex(output, new RegExp(`^ +${name} .* yes$`, 'm'))
  t.regex(output, /^OK: \d+ held, 0 failed, 0 skipped$/m)
  const page = readFileSync(path.join(folder, 'prove.html'), 'utf8')
  t.regex(page, /<rect [^>]*fill="#f6c9a8"><title>Redis failover/)
})

test('lists its cases, and refuses what it does not understand', async (t) => {
  const list = await runTrial(program, ['--list']).ended
  t.regex(list.output, /^redis-failover +acks, rows and replies/m)
  const wrong = await runTrial(program, ['--case', 'flood']).ended
  t.deepEqual(wrong, { status: 2, output: '--case: there is no case flood; --list prints them\n' })
})

function line(pid: number, time: number, msg: string): string {
  return JSON.stringify({ pid, time, msg })
}

test('finds the second in which one process logged most', (t) => {
  const log = [line(1, 1_000, 'a'), line(2, 1_100, 'b'), line(1, 1_900, 'a'), line(1, 2_000, 'a')]
  t.deepEqual(worstLogRate(log), { lines: 2, said: ': 2 × a' })
  t.deepEqual(worstLogRate([]), { lines: 0, said: '' })
})
