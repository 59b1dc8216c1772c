import test from 'ava'
import { endOfStore, rowOfPage, startOfPage, startOfStore } from '../../src/privacy/export-page.ts'

test('texts of customers are shown, and never run', (t) => {
  const evil = '<img src=x onerror=alert(1)>"\'&'
  const page = [
    startOfPage(evil, 0, [{ name: 'profile', title: evil }]),
    startOfStore({ name: 'profile', title: evil }),
    rowOfPage({ [evil]: evil, valueRaw: `{"text":"${evil}"}`, empty: null }),
    endOfStore(1),
  ].join('')
  t.notRegex(page, /<img/)
  t.regex(page, /&lt;img src=x onerror=alert\(1\)&gt;/)
  t.false(page.includes('empty'))
  t.false(page.includes('<script'))
})

test('time and words come first, and JSON last', (t) => {
  const row = rowOfPage({ pageId: '1', valueRaw: '{}', message: 'hello', ts: '2026-06-01T08:00:00.000Z' })
  const order = ['ts', 'message', 'pageId', 'valueRaw'].map((name) => row.indexOf(`>${name}<`))
  t.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  t.regex(row, /<details><summary>JSON<\/summary><code>\{\}<\/code><\/details>/)
  t.regex(endOfStore(0), /Nothing\./)
})
