import test from 'ava'
import * as fc from 'fast-check'
import { parseJson } from '../../src/facebook/json.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { names, withoutPerson } from '../../src/facebook/without-person.ts'

const page = '100200300400500'
const ada = '803725070025856'
const bob = '803725070025999'
const traces = { ids: new Set([ada]), contents: new Set([`${page}_1_ada`]) }

const message = (psid: string, mid: string) => ({
  sender: { id: psid },
  recipient: { id: page },
  timestamp: 1_780_000_000_000,
  message: { mid, text: `"quoted" \\ {[ü👍 ${mid}` },
})
const echo = (psid: string, mid: string) => ({
  sender: { id: page },
  recipient: { id: psid },
  timestamp: 1_780_000_000_001,
  message: { mid, is_echo: true, text: 'hello' },
})
const comment = (value: object) => ({ field: 'feed', value: { item: 'comment', verb: 'add', ...value } })
const body = (...entry: object[]): string => JSON.stringify({ object: 'page', entry })
const entryOf = (lists: object) => ({ id: page, time: 1_780_000_000, ...lists })

test('takes out what a customer did and what they were sent, and keeps the rest', (t) => {
  const mixed = body(
    entryOf({ messaging: [message(ada, 'a1'), message(bob, 'b1'), echo(ada, 'a2'), echo(bob, 'b2')] }),
    entryOf({ messaging: [message(ada, 'a3')] }),
  )
  t.is(withoutPerson(mixed, traces), body(entryOf({ messaging: [message(bob, 'b1'), echo(bob, 'b2')] })))
  t.is(withoutPerson(body(entryOf({ messaging: [message(ada, 'a1')] })), traces), undefined)
})

test('takes out what the Page or nobody did to their comments, and keeps what others did', (t) => {
  const theirs = `${page}_1_ada`
  const other = `${page}_1_bob`
  const kept = [
    comment({ comment_id: other, from: { id: bob } }),
    comment({ comment_id: other, parent_id: theirs, from: { id: bob } }),
    { field: 'feed', value: { item: 'reaction', verb: 'add', comment_id: theirs, from: { id: bob } } },
    comment({ comment_id: `${page}_1_x`, parent_id: other, from: { id: page } }),
  ]
  const gone = [
    comment({ comment_id: theirs, from: { id: ada, name: 'Ada' } }),
    comment({ comment_id: theirs, verb: 'hide', from: { id: page } }),
    comment({ comment_id: theirs }),
    comment({ comment_id: `${page}_1_y`, parent_id: theirs, from: { id: page } }),
    comment({ comment_id: `${page}_1_z`, from: { id: page }, message_tags: [{ id: ada, name: 'Ada' }] }),
  ]
  t.is(
    withoutPerson(body(entryOf({ changes: [...gone, ...kept] })), traces),
    body(entryOf({ changes: kept })),
  )
})

test('every other byte stays: long numbers, escapes and white space', (t) => {
  const other = String.raw`{ "sender": {"id": 80372507002599912345}, "message": {"mid":"b\"]}", "text": "\u00e4 \/" } }`
  const text = ` { "object" : "page", "entry": [ {"id": ${page}, "messaging": [ ${JSON.stringify(message(ada, 'a'))} , ${other}\n] , "time": 1.0} ], "more": [1, 2] } `
  t.is(
    withoutPerson(text, traces),
    `{ "object" : "page", "entry": [{"id": ${page}, "messaging": [${other}] , "time": 1.0}], "more": [1, 2] }`,
  )
  const without = text.replaceAll(ada, bob)
  t.is(withoutPerson(without, traces), without)
})

test('a body that is no delivery goes as a whole, if it names them', (t) => {
  for (const broken of [`{"sender":${ada}`, `"${ada}"`, `{"entry":{"id":"${ada}"}}`])
    t.is(withoutPerson(broken, traces), undefined)
  for (const other of ['', '{"broken":', `{"id":"${ada}1"}`, '[]']) t.is(withoutPerson(other, traces), other)
})

test('an id is found as a whole word only', (t) => {
  t.true(names(`{"id":"${ada}"}`, [ada]))
  t.true(names(`${page}_${ada}`, [ada]))
  t.false(names(`1${ada} ${ada}2`, [ada]))
  t.true(names(`1${ada} ${ada}2 ${ada}`, [ada]))
})

const item = fc.record({
  of: fc.constantFrom(ada, bob, '700'),
  mid: fc.string(),
  isEcho: fc.boolean(),
  more: fc.jsonValue(),
})

test('the rest of the body decodes to the events of the others, in their order', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.array(item, { maxLength: 5 }), { maxLength: 4 }),
      fc.boolean(),
      (entries, pretty) => {
        const whole = {
          object: 'page',
          entry: entries.map((items) =>
            entryOf({
              messaging: items.map(({ of, mid, isEcho, more }) => ({
                ...(isEcho ? echo(of, mid) : message(of, mid)),
                more: of === ada ? more : [],
              })),
            }),
          ),
        }
        const text = JSON.stringify(whole, null, pretty ? 2 : 0)
        const left = withoutPerson(text, traces)
        const expected = entries
          .map((items) => items.filter(({ of }) => of !== ada))
          .filter((items, at) => items.length > 0 || (entries[at]?.length ?? 0) === 0)
        if (left === undefined) return t.true(expected.length === 0 && entries.length > 0)
        t.deepEqual(
          midsOf(left),
          expected.map((items) => items.map(({ mid }) => mid)),
        )
        if (!entries.flat().some(({ of }) => of === ada)) t.is(left, text)
        if (expected.length > 0) t.notThrows(() => decodeDelivery(left))
      },
    ),
  )
})

function midsOf(left: string): string[][] {
  const { entry } = parseJson(left) as { entry: { messaging: { message: { mid: string } }[] }[] }
  return entry.map(({ messaging }) => messaging.map(({ message: { mid } }) => mid))
}
