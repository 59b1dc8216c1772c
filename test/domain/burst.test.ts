import test from 'ava'
import { type BurstPart, burstOf, joinParts, mostParts } from '../../src/domain/burst.ts'

const part = (ts: number, facts: Partial<BurstPart> = {}): BurstPart => ({
  kind: 'message',
  text: `at ${ts}`,
  ts,
  openedTs: ts + 50,
  content: { gone: undefined },
  ...facts,
})

test('a burst lasts until the customer pauses, taps, or says something that is gone', (t) => {
  const cases: readonly (readonly [turns: readonly BurstPart[], parts: number, until: number])[] = [
    [[part(0)], 1, 1_050],
    [[part(0), part(900), part(1_800)], 3, 2_850],
    [[part(0), part(1_001)], 1, 0],
    [[part(0), part(500, { payload: 'MENU' })], 1, 0],
    [[part(0), part(500, { content: { gone: 'message_unsent' } }), part(600)], 1, 0],
    [[part(0, { payload: 'MENU' }), part(500)], 1, 0],
    [[part(0, { kind: 'postback' })], 1, 0],
    [[part(0, { earlierTexts: ['hi'] }), part(500)], 1, 0],
    [[part(0), part(500, { earlierTexts: ['hi'] })], 1, 0],
    [[], 0, 0],
  ]
  for (const [turns, parts, until] of cases) {
    const burst = burstOf(turns, 1_000)
    t.deepEqual([burst.parts.length, burst.until], [parts, until])
  }
})

test('a customer who goes on and on gets a reply: the time and the number of messages are bounded', (t) => {
  const many = Array.from({ length: 15 }, (_, index) => part(index * 900))
  t.deepEqual(burstOf(many.slice(0, 8), 1_000).until, 5_050)
  const { parts, until } = burstOf(many, 1_000)
  t.deepEqual([parts.length, until], [mostParts, 0])
})

test('the joined message has all texts and tells where the customer came from', (t) => {
  const parts = [
    part(0, { text: 'hi', mid: 'm1', adId: '120', source: 'ADS' }),
    part(5, { text: 'price?', mid: 'm2' }),
  ]
  t.deepEqual(joinParts(parts), {
    kind: 'message',
    text: 'hi\nprice?',
    earlierTexts: ['hi'],
    mid: 'm2',
    adId: '120',
    source: 'ADS',
  })
})
