import test from 'ava'
import { composeText, factsAtOnce } from '../../src/notify/compose-text.ts'

const says = (...texts: readonly string[]) => composeText(texts.map((text) => ({ says: text })))

test('one fact is one line, several are a list', (t) => {
  t.is(says('Page A is paused.'), 'Page A is paused.')
  t.is(says('Page A is paused.', 'Page B is silent.'), '• Page A is paused.\n• Page B is silent.')
})

test('a text from outside addresses no channel, hides no link and adds no line', (t) => {
  t.is(
    says('They wrote: “<!channel> & <https://evil.example|your bank>\n\u202eok”'),
    'They wrote: “&lt;!channel&gt; &amp; &lt;https://evil.example|your bank&gt; ok”',
  )
})

test('a long text and a long list are cut', (t) => {
  const text = says(
    'a'.repeat(5_000),
    ...Array.from({ length: factsAtOnce + 4 }, (_, index) => `fact ${index}`),
  )
  t.regex(text, /a…\n/)
  t.regex(text, /… and 5 more$/)
  t.true(text.length < 2_000)
})
