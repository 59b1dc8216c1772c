import test from 'ava'
import { GraphRejectedError } from '../../../src/errors.ts'
import { graphPath } from '../../../src/facebook/graph/graph-path.ts'

test('ids cannot change the path', (t) => {
  t.is(graphPath('1_2', 'a/../b?c#d'), '1_2/a%2F..%2Fb%3Fc%23d')
  for (const bad of ['', '.', '..', '\ud800'])
    t.throws(() => graphPath('1', bad), { instanceOf: GraphRejectedError })
})
