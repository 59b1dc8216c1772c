import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import test from 'ava'
import { createDay, dayMs } from '../../../sandbox/facebook/world/day.ts'

test('a day has about 120 events, each told in a line, in one delivery of its own', (t) => {
  const day = createDay({ secret: 'shh', baseTime: 1_780_000_000_000 })
  t.true(day.moments.length > 100 && day.moments.length < 140)
  for (const { line, delivery } of day.moments) {
    t.regex(line, /\S/)
    t.is(delivery.events.length, 1)
  }
  t.is(new Set(day.moments.flatMap(({ delivery }) => delivery.events)).size, day.ledger.events.length)
})

test('a day ends about when it should and is the same every time', (t) => {
  const baseTime = 1_780_000_000_000
  const one = createDay({ secret: 'shh', baseTime })
  const other = createDay({ secret: 'shh', baseTime })
  t.deepEqual(one.moments, other.moments)
  const end = Math.max(...one.moments.map(({ time }) => time))
  t.true(Math.abs(end - baseTime - dayMs) < dayMs / 20)
})

test('the simulated Facebook imports nothing of the product that it judges', async (t) => {
  const folder = path.join(import.meta.dirname, '../../../sandbox/facebook')
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.ts')) continue
    const source = await readFile(path.join(folder, file), 'utf8')
    for (const [, from = ''] of source.matchAll(/from '([^']+)'/g))
      t.notRegex(from, /(?:^|\/)(?:src|queues|workers|bin|trials)\//, `${file} imports ${from}`)
  }
})
