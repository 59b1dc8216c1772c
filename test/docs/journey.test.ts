import test from 'ava'
import { read } from '../source-files.ts'
import { callListsOf, firstOutOfOrder, functionText } from './calls-in-order.ts'

const page = 'docs/explanation/journey.md'

test('the calls that the journey promises occur in this order in the code', (t) => {
  const lists = callListsOf(page, read(page))
  t.true(lists.length >= 18, `only ${lists.length} lists`)
  for (const { functionName, file, calls } of lists) {
    const body = functionText(read(file), functionName)
    if (body === undefined) {
      t.fail(`${file} has no function ${functionName}`)
      continue
    }
    const wrong = firstOutOfOrder(body, calls)
    t.is(wrong, undefined, `${functionName} in ${file} does not call ${wrong} after the calls before it`)
  }
})

test('a promise in the wrong order is found', (t) => {
  const source = [
    'export function createX() {',
    '  return async function x(a) {',
    '    await first(a)',
    '    second?.(a)',
    '  }',
    '}',
    'function third() {',
    '  x(1)',
    '}',
  ].join('\n')
  const [list] = callListsOf('docs/a.md', '- `x` in [src/x.ts](../src/x.ts) calls `first`,\n  `second`.\n')
  t.deepEqual(list, { functionName: 'x', file: 'src/x.ts', calls: ['first', 'second'] })
  const body = functionText(source, 'x') ?? ''
  t.is(firstOutOfOrder(body, ['first', 'second']), undefined)
  t.is(firstOutOfOrder(body, ['second', 'first']), 'first')
  t.is(firstOutOfOrder(body, ['first', 'third']), 'third')
  t.is(functionText(source, 'fourth'), undefined)
})
