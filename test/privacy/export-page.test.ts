import test from 'ava'
import { endOfPage, endOfStore, rowOfPage, startOfPage, startOfStore } from '../../src/privacy/export-page.ts'

test('texts of customers are shown, and never run', (t) => {
  const evil = '<img src=x onerror=alert(1)>"\'&'
  const store = { name: 'profile', title: evil }
  const page = [
    startOfPage(evil, 0, [store]),
    startOfStore(store),
    rowOfPage({ [evil]: evil, valueRaw: `{"text":"${evil}"}`, empty: null }),
    endOfStore,
    endOfPage([store]),
  ].join('')
  t.notRegex(page, /<img/)
  t.regex(page, /&lt;img src=x onerror=alert\(1\)&gt;/)
  t.false(page.includes('empty'))
  t.false(page.includes('<script'))
})

test('time and words come first, and what only programs need is folded away', (t) => {
  const row = rowOfPage({
    pageId: '1',
    valueRaw: '{}',
    linkKey: '8D0A',
    message: 'hello',
    ts: '2026-06-01T08:00:00.000Z',
    sentTs: '1780300800000',
  })
  const order = ['ts', 'message', 'pageId', 'Technical details', 'valueRaw'].map((name) =>
    row.indexOf(`>${name}<`),
  )
  t.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  t.false(order.includes(-1))
  t.true(row.indexOf('>linkKey<') > row.indexOf('Technical details'))
  t.regex(row, /<time datetime="2026-06-01T08:00:00\.000Z">2026-06-01 08:00:00<\/time>/)
  t.regex(row, />sentTs<\/th><td><time datetime="2026-06-01T08:00:00\.000Z">/)
})

test('stores without a row are one list, which the links at the top lead to', (t) => {
  t.regex(
    endOfPage([{ name: 'lead', title: 'Lead forms' }]),
    /Nothing is stored here.*<li id="lead">Lead forms</,
  )
  t.false(endOfPage([]).includes('Nothing'))
})
