import test from 'ava'
import { classifyError } from '../../../src/facebook/graph/classify-error.ts'
import { graphErrorTable } from '../../../src/facebook/graph/error-table.ts'

/**
 * Every code and subcode that Facebook is known to return, with what a send must do. Written by hand, so that a
 * mistake in the table is found.
 */
const known: readonly (readonly [keys: string, what: string])[] = [
  ['-1 -1/2018012 1 1/99 1/1357046 2 1200', 'unknown'],
  ['4 341', 'wait app throttled'],
  ['17', 'wait user throttled'],
  ['4/2018022 32 613 613/1996 613/2018338 613/2534040 80001 80002 80005 80006', 'wait page throttled'],
  ['102 190 190/458 190/459 190/460 190/463 190/464 190/467 190/492', 'wait token token'],
  ['190/461 190/466 190/468 102/460', 'wait token token'],
  ['368 10/1893063', 'wait page policy_block'],
  ['10/1404170 10/2018336 2022', 'dead policy_block'],
  ['10/1893015', 'dead opted_out'],
  ['3 10 2/2018344 10/2534077', 'dead permission'],
  ['200 210 230 299 200/2018028 200/2018027 200/2018021', 'dead permission'],
  ['10/2018278 10/2018065 10/2534022', 'dead window_closed'],
  ['10/2018108 551 551/1545041 200/1545041 1545041', 'dead person_unavailable'],
  ['100 100/2018014 10303', 'dead parameter'],
  ['100/33 9000001', 'dead not_found'],
  ['100/2018001', 'dead unknown_person'],
  ['100/2018008', 'retry media'],
  ['100/2018294 100/2018047 100/2018109 100/2018074 36000', 'dead media'],
  ['2018300 100/2534037', 'dead other_app_in_control'],
  ['2018321', 'retry other_app_in_control'],
  ['506', 'dead duplicate'],
  ['2018218 2018247', 'dead profile_unavailable'],
  ['10900', 'dead already_replied'],
  ['10903', 'dead person_unavailable'],
]

const keys = known.flatMap(([list, what]) => list.split(' ').map((key) => [key, what] as const))

test('every known code and subcode has its class, scope and meaning', (t) => {
  for (const [key, what] of keys) {
    const [code, subcode] = key.split('/').map(Number)
    const row = classifyError({ code, subcode, status: 400, isSend: true })
    const found = row.class === 'unknown' ? row.class : words(row.class, row.scope, row.meaning)
    t.is(found, what, key)
  }
})

test('every row of the table is a known code', (t) => {
  const listed = new Set(keys.map(([key]) => key))
  t.deepEqual(
    [...graphErrorTable.keys()].filter((key) => !listed.has(key)),
    ['200-299'],
  )
})

test('a call that may have had its effect is looked up if it is a send, and repeated if it is a read', (t) => {
  for (const [key] of keys.filter(([, what]) => what === 'unknown')) {
    const [code, subcode] = key.split('/').map(Number)
    t.is(classifyError({ code, subcode, status: 500 }).class, 'retry', key)
  }
})

test('a subcode with a meaning of its own counts under another code, and as the code', (t) => {
  for (const [code, subcode] of [
    [2018278, undefined],
    [200, 2018278],
    [100, 2018278],
    [4711, 2018278],
  ])
    t.is(classifyError({ code, subcode, status: 400, isSend: true }).meaning, 'window_closed')
  t.is(classifyError({ code: 10, subcode: 1545041, status: 400 }).meaning, 'person_unavailable')
  t.is(classifyError({ code: 10, subcode: 10900, status: 400 }).meaning, 'permission')
  t.is(classifyError({ code: 4, subcode: 460, status: 400 }).meaning, 'throttled')
})

test('an unknown subcode leaves the meaning of its code', (t) => {
  t.is(classifyError({ code: 190, subcode: 999, status: 400 }).scope, 'token')
  t.is(classifyError({ code: 100, subcode: 7654321, status: 400 }).class, 'dead')
})

test('for an unknown code the status and is_transient decide between dead and unknown', (t) => {
  const unknown = { code: 4711, isSend: true }
  t.is(classifyError({ ...unknown, status: 400 }).class, 'dead')
  t.is(classifyError({ ...unknown, status: 500 }).class, 'unknown')
  t.is(classifyError({ ...unknown, status: 400, isTransient: true }).class, 'unknown')
  t.is(classifyError({ ...unknown, isSend: false, status: 400, isTransient: true }).class, 'retry')
  t.is(classifyError({ status: 400 }).class, 'dead')
})

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ')
}
