import test from 'ava'
import { numberUpTo, readAmount, wholeNumberUpTo } from '../../../bin/command-line/read-number.ts'
import { runToEnd } from '../run-to-end.ts'

const invalid = { code: 'commander.invalidArgument' }

test('a number within its range is read, anything else is refused', (t) => {
  t.deepEqual([numberUpTo(24)('0.5'), wholeNumberUpTo(24)('24'), readAmount('0')], [0.5, 24, 0])
  for (const given of ['abc', '', '0', '-1', '25', 'Infinity']) {
    t.throws(() => numberUpTo(24)(given), invalid, given)
    t.throws(() => wholeNumberUpTo(24)(given), invalid, given)
  }
  t.throws(() => wholeNumberUpTo(24)('1.5'), invalid)
  for (const given of ['abc', '', '-1', 'Infinity']) t.throws(() => readAmount(given), invalid, given)
})

test('a command with a wrong number does nothing and names the range', async (t) => {
  const args = ['conversation', 'pause', '1001', '7', '--hours', '1e300']
  const { status, stdout, stderr } = await runToEnd(args, {})
  t.deepEqual([status, stdout], [1, ''])
  t.regex(
    stderr,
    /^error: option '--hours <count>' argument '1e300' is invalid\. It must be a number above 0, at most 8760\./,
  )
})
