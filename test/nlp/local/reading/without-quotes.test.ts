import test from 'ava'
import { withoutQuotes } from '../../../../src/nlp/local/reading/without-quotes.ts'

const rest = (text: string) => withoutQuotes(text).replaceAll(/\s+/g, ' ').trim()

test('leaves out what the customer repeats, if something else stands beside it', (t) => {
  t.is(rest('You wrote: "we cancel your order". Where is it?'), 'You wrote: . Where is it?')
  t.is(rest('> your order is cancelled\nwhere is my parcel'), 'where is my parcel')
  t.is(rest('Ihr schreibt „Ihre Bestellung wurde storniert“. Wo ist sie?'), 'Ihr schreibt . Wo ist sie?')
  t.is(rest("You said: 'we don't deliver there'. Why is that?"), 'You said: . Why is that?')
})

test('a name in quotation marks stays, and so does a text that is only a quotation', (t) => {
  for (const text of [
    'where is my "Blue Moon" lamp',
    '"where is my order"',
    "I don't know what's wrong",
    '5" screen',
  ])
    t.is(withoutQuotes(text), text)
})
