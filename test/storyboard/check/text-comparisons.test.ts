// oxlint-disable unicorn/no-thenable -- `then` is a word of the format, and a list
import test from 'ava'
import { storyboardWith } from '../small-storyboard.ts'

const weekday = '{{ "now" | date: "%u" }}'

function adviceFor(sign: string): string {
  return `compares a text with a number, which are never equal: write context.x ${sign} '7'`
}

function warningsOf(parts: object, [value, condition]: readonly [value: string | number, condition: string]) {
  const scene = {
    on: [{ keyword: 'a' }],
    do: [{ set: { 'context.x': value } }, { if: condition, then: [{ say: 'x' }] }],
  }
  return storyboardWith({ variables: { x: null }, ...parts, scenes: { a: scene } }).warnings.map(
    ({ message }) => message,
  )
}

test('a text that is compared with a number is a warning, with how to write it', (t) => {
  t.deepEqual(warningsOf({}, [weekday, 'context.x == 7']), [adviceFor('==')])
  t.deepEqual(warningsOf({}, [weekday, 'profile.loyaltyPoints == 1 and context.x != 7']), [adviceFor('!=')])
})

test('what may be a number is no warning', (t) => {
  for (const compared of [
    [weekday, "context.x == '7'"],
    [weekday, 'context.x > 5'],
    [7, 'context.x == 7'],
    ['{{ profile.loyaltyPoints | plus: 1 }}', 'context.x == 7'],
  ] as const)
    t.deepEqual(warningsOf({}, compared), [])
  const hubs = { desk: { url: 'env:X', secret: 'env:X', when_silent: 'x' } }
  t.deepEqual(warningsOf({ hubs }, [weekday, 'context.x == 7']), [])
  t.deepEqual(warningsOf({ variables: { x: 1 } }, [weekday, 'context.x == 7']), [])
})
