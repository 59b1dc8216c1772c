import test from 'ava'
import { isTooLarge } from '../../../src/db/mysql/statement-bytes.ts'

test('the values of a list count as they are written out, with what is escaped in them', (t) => {
  const sql = 'select 1 from page where pageId in (?)'
  const isTooLargeAt = (limit: number, values: readonly unknown[]) =>
    isTooLarge(limit, { sql, values, isPrepared: false })
  const plain = [Array.from({ length: 100 }, () => 'x'.repeat(100))]
  const quoted = [Array.from({ length: 100 }, () => "'".repeat(100))]
  t.false(isTooLargeAt(16_000, plain))
  t.true(isTooLargeAt(10_000, plain))
  t.true(isTooLargeAt(16_000, quoted))
})
