import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import { createDeadLetters, type NewDeadLetter } from '../../../src/db/events/dead-letters.ts'
import { openTables } from '../../helpers/open-tables.ts'

const letter = (payload: string | Buffer, more: Partial<NewDeadLetter> = {}): NewDeadLetter => ({
  stage: 'parse',
  reason: 'delivery_malformed',
  detail: 'not JSON',
  payload: Buffer.from(payload),
  ...more,
})

test.serial(
  'a dead letter is stored once, with its exact bytes and the number of times it came',
  async (t) => {
    const { db } = await openTables()
    const letters = createDeadLetters(db)
    const bytes = Buffer.from([0, 255, 39, 92, 10, 128])
    await letters.record([letter(bytes, { pageId: asPageId('9'), crashes: 2 })])
    await letters.record([letter(bytes), letter(bytes, { stage: 'stitch' }), letter('{}')])
    const list = await letters.list({ limit: 10 })
    t.deepEqual(
      list.map(({ stage, attempts, crashes, pageId, state }) => ({
        stage,
        attempts,
        crashes,
        pageId,
        state,
      })),
      [
        { stage: 'parse', attempts: 2, crashes: 2, pageId: asPageId('9'), state: 'open' },
        { stage: 'stitch', attempts: 1, crashes: 0, pageId: undefined, state: 'open' },
        { stage: 'parse', attempts: 1, crashes: 0, pageId: undefined, state: 'open' },
      ],
    )
    const found = await letters.find(list[0]?.id ?? '')
    t.deepEqual(found?.payload, bytes)
    t.is(await letters.find('999999'), undefined)
  },
)

test.serial(
  'a retried dead letter that fails again is open again, and a dropped one stays dropped',
  async (t) => {
    const { db } = await openTables()
    const letters = createDeadLetters(db)
    await letters.record([letter('a'), letter('b')])
    const [a, b] = (await letters.list({ limit: 10 })).map(({ id }) => id)
    t.true(await letters.mark(a ?? '', 'retried'))
    t.true(await letters.mark(b ?? '', 'dropped'))
    t.false(await letters.mark('999999', 'dropped'))
    t.deepEqual(await letters.list({ state: 'open', limit: 10 }), [])
    await letters.record([letter('a'), letter('b')])
    t.deepEqual(
      (await letters.list({ limit: 10 })).map(({ state, attempts }) => ({ state, attempts })),
      [
        { state: 'open', attempts: 2 },
        { state: 'dropped', attempts: 2 },
      ],
    )
  },
)

test.serial('a detail that is longer than its column is cut, and the bytes never are', async (t) => {
  const { db } = await openTables()
  const letters = createDeadLetters(db)
  const payload = Buffer.alloc(5 * 1024 * 1024, 0xfe)
  await letters.record([letter(payload, { detail: '🎈'.repeat(2000) })])
  const [listed] = await letters.list({ limit: 1 })
  t.is(listed?.detail, '🎈'.repeat(500))
  t.true((await letters.find(listed?.id ?? ''))?.payload.equals(payload))
})
