import test from 'ava'
import * as fc from 'fast-check'
import { halves, inGroups } from '../../queues/group.ts'

test('groups any list within its bounds, in order and whole', (t) => {
  const sizes = fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 60 })
  const property = fc.property(
    sizes,
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 0, max: 12 }),
    (items, maxItems, maxChars) => {
      const groups = inGroups(items, { maxItems, maxChars, sizeOf: (size) => size })
      const isBounded = groups.every(
        (group) =>
          group.length === 1 ||
          (group.length <= maxItems && group.reduce((sum, size) => sum + size, 0) <= maxChars),
      )
      return (
        isBounded &&
        groups.every((group) => group.length > 0) &&
        JSON.stringify(groups.flat()) === JSON.stringify(items)
      )
    },
  )
  t.notThrows(() => fc.assert(property, { numRuns: 3000 }))
})

test('halves a list of two or more', (t) => {
  t.deepEqual(
    [[], [1], [1, 2], [1, 2, 3]].map((list) => halves(list)),
    [undefined, undefined, [[1], [2]], [[1, 2], [3]]],
  )
})
