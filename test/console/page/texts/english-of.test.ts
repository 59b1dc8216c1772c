import test from 'ava'
import { englishOf } from '../../../../console/page/texts/english-of.ts'

test("the browser's own English is taken, but no name that Intl refuses", (t) => {
  t.is(englishOf(['de-DE', 'en-AU', 'en-GB']), 'en-AU')
  t.is(englishOf(['en-US@posix', 'en']), 'en-GB')
  t.is(englishOf(['en-US@posix', 'en-US']), 'en-US')
  t.is(englishOf([]), 'en-GB')
})
