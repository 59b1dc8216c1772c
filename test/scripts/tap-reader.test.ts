import test from 'ava'
import { createTapReader } from '../../scripts/tap-reader.ts'

test('counts passes, failures and skips, a test still to be written among these, and keeps the failures', (t) => {
  const printed: string[] = []
  const reader = createTapReader((line) => printed.push(line))
  const lines = [
    'TAP version 13',
    'ok 1 - adds',
    'not ok 2 - subtracts',
    '  ---',
    '    name: AssertionError',
    '  ...',
  ]
  const rest = [
    '# sums › after.always hook',
    'ok 3 - divides # SKIP',
    'not ok 4 - roots # TODO',
    '',
    '1..4',
    '# tests 3',
    '# pass 1',
    '# fail 2',
  ]
  for (const line of [...lines, ...rest]) reader.read(line)
  const { passed, failed, skipped } = reader
  t.deepEqual({ passed, failed, skipped }, { passed: 1, failed: 1, skipped: 2 })
  t.deepEqual(printed, [
    '  ✔ adds',
    '  ✖ subtracts',
    '  ---',
    '    name: AssertionError',
    '  ...',
    '  - divides # SKIP',
    '  - roots # TODO',
  ])
  t.deepEqual(reader.failures, [['  ✖ subtracts', '  ---', '    name: AssertionError', '  ...']])
})
