import test from 'ava'
import { parseEventJson } from '../../src/domain/event-json.ts'

test('an id of many digits becomes a text, and decimals beside it stay numbers', (t) => {
  t.deepEqual(
    parseEventJson(
      '{"id":12345678901234567890,"confidence":0.97,"exact":0.9712345678901234,"small":1e-7,"n":7}',
    ),
    { id: '12345678901234567890', confidence: 0.97, exact: 0.9712345678901234, small: 1e-7, n: 7 },
  )
})
