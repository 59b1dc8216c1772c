import { randomBytes } from 'node:crypto'
import test from 'ava'
import { createIdDigests } from '../../src/privacy/id-digest.ts'

const keys = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'))
const id = { kind: 'facebook', value: '803725070025856' }

test('an id has one digest for each key, the newest first, and another one for another kind', (t) => {
  const digests = createIdDigests(keys).all(id)
  t.deepEqual(
    digests.map(({ length }) => length),
    [16, 16],
  )
  t.deepEqual(createIdDigests(keys.slice(1)).all(id), digests.slice(1))
  t.notDeepEqual(createIdDigests(keys).all({ ...id, kind: 'phone' }), digests)
  t.deepEqual(createIdDigests([]).all(id), [])
})

test('kind and value cannot be exchanged', (t) => {
  const { all } = createIdDigests(keys)
  t.notDeepEqual(
    all({ kind: 'a', value: 'b\nc' }),
    all({ kind: 'a\nb', value: 'c' }).map(() => Buffer.alloc(16)),
  )
})
