import test from 'ava'
import { createTapReader } from '../../scripts/tap-reader.ts'

test('counts passes and failures, and neither skipped tests nor those to be written', (t) => {
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
    'ok 3 - divides # SKIP',
    'not ok 4 - roots # TODO',
    '',
    '1..4',
    '# tests 3',
    '# pass 1',
    '# fail 2',
  ]
  for (const line of [...lines, ...rest]) reader.read(line)
  t.deepEqual({ passed: reader.passed, failed: reader.failed }, { passed: 1, failed: 1 })
  t.deepEqual(printed, [
    '  ✔ adds',
    '  ✖ subtracts',
    '  ---',
    '    name: AssertionError',
    '  ...',
    '  - divides # SKIP',
    '  - roots # TODO',
  ])
})
