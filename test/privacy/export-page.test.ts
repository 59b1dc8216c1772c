import test from 'ava'
import { endOfPage, endOfStore, rowOfPage, startOfPage, startOfStore } from '../../src/privacy/export-page.ts'

const words = { pId: '4711', pages: new Map([['1', 'Coffee & Cake']]) }

test('texts of customers are shown, and never run', (t) => {
  const evil = '<img src=x onerror=alert(1)>"\'&'
  const store = { name: 'profile', title: evil }
  const page = [
    startOfPage(evil, 0, [store]),
    startOfStore(store),
    rowOfPage({ [evil]: evil, valueRaw: `{"text":"${evil}"}`, empty: null }, words),
    endOfStore,
    endOfPage([store]),
  ].join('')
  t.notRegex(page, /<img/)
  t.regex(page, /&lt;img src=x onerror=alert\(1\)&gt;/)
  t.false(page.includes('empty'))
  t.false(page.includes('<script'))
})

test('time and words come first, and what only programs need is folded away', (t) => {
  const row = rowOfPage(
    {
      pageId: '1',
      valueRaw: '{}',
      linkKey: '8D0A',
      message: 'hello',
      ts: '2026-06-01T08:00:00.000Z',
      removedTs: '1780300800000',
    },
    words,
  )
  const order = ['Time', 'Text', 'Page', 'Technical details', 'valueRaw'].map((name) =>
    row.indexOf(`>${name}<`),
  )
  t.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  t.false(order.includes(-1))
  t.true(row.indexOf('>linkKey<') > row.indexOf('Technical details'))
  t.regex(row, /<time datetime="2026-06-01T08:00:00\.000Z">2026-06-01 08:00:00 UTC<\/time>/)
  t.regex(row, />Removed<\/th><td><time datetime="2026-06-01T08:00:00\.000Z">/)
})

test('a reader needs no names of tables: columns, kinds, flags and Pages are words', (t) => {
  const row = rowOfPage(
    {
      cidType: 'userRef',
      direction: 'in',
      interactionType: 'optin_stopped',
      outcome: 'not_understood',
      is_hidden: 0,
      pageId: '1',
      silentUntil: '1780300800000',
      favouriteShop: 'Nord_1',
      evidence: 'private_reply',
      epochTs: '2026-06-01T08:00:00.000Z',
    },
    words,
  )
  for (const cell of [
    'Direction</th><td title="in">from the customer<',
    'What</th><td title="optin_stopped">stopped marketing messages<',
    'Kind of id</th><td title="userRef">check box on a website<',
    'What came of it</th><td title="not_understood">not understood<',
    'Hidden</th><td title="0">no<',
    'Page</th><td>Coffee &amp; Cake (1)<',
    'silent until</th><td><time',
    'favouriteShop</th><td>Nord_1<',
    'Reason</th><td title="private_reply">a private reply',
  ])
    t.true(row.includes(cell), cell)
  t.true(row.indexOf('epochTs') > row.indexOf('Technical details'), 'the same time twice tells nothing')
})

test('what all rows say, and times of programs, are folded away; a fact names its column', (t) => {
  const event = rowOfPage({ channel: 'facebookFeed', pId: '4711', wakeTs: '1780300800000' }, words)
  const [shown = '', folded = ''] = event.split('Technical details')
  t.false(shown.includes('4711'))
  t.true(folded.includes('>pId<') && folded.includes('>wakeTs<'))
  const other = rowOfPage({ channel: 'facebookFeed', pId: 'facebook:7' }, words)
  t.true(other.includes('Key of the customer</th><td>facebook:7<'))
  t.true(
    rowOfPage({ status: 'opted_in' }, words).includes('<td title="opted_in">opted in<'),
    'the code is kept',
  )
  t.true(
    rowOfPage({ name: 'favoriteProduct', value: 'tea' }, words).includes('Of</th><td>Favourite product<'),
  )
})

test('what the bot sent and what a lead form says is text, and its JSON is folded away', (t) => {
  const action = { action: { do: 'say', message: { text: 'Hello <3', quickReplies: [{ title: 'Menu' }] } } }
  const sent = rowOfPage({ state: 'sent', action: JSON.stringify(action) }, words)
  t.true(sent.includes('Text</th><td>Hello &lt;3\nMenu<'))
  t.true(sent.indexOf('<code>') > sent.indexOf('Technical details'))
  t.true(rowOfPage({ facts: '{"kind":"message","text":"hi"}' }, words).includes('Text</th><td>hi<'))
  t.true(
    rowOfPage({ facts: '{"te' }, words).includes('<code>{&quot;te'),
    'what cannot be read is shown as it is',
  )
  const lead = rowOfPage({ answers: '{"email":"a@example.com","shops":["Nord","Süd"]}' }, words)
  t.true(lead.includes('What was filled in</th><td>email: a@example.com\nshops: Nord, Süd<'))
})

test('stores without a row are one list, which the links at the top lead to', (t) => {
  t.regex(
    endOfPage([{ name: 'lead', title: 'Lead forms' }]),
    /Nothing is stored here.*<li id="lead">Lead forms</,
  )
  t.false(endOfPage([]).includes('Nothing'))
})
