import test from 'ava'
import { fromMetadata, toMetadata } from '../../src/domain/outbound.ts'

const claimedTs = Date.UTC(2026, 10, 28, 12)

test('the mark of our messages returns the row and the time of its claim', (t) => {
  const mark = toMetadata({ id: '18446744073709551615', claimedTs })
  t.is(mark, 'pagebeat.18446744073709551615.mx0cyo00')
  t.deepEqual(fromMetadata(mark), { id: '18446744073709551615', claimedTs })
})

test('metadata of other apps is no mark', (t) => {
  const others = [
    '',
    'pagebeat',
    'pagebeat.7',
    'pagebeat.x.mx0cyo00',
    'pagebeat.7.mijb',
    'xpagebeat.7.mx0cyo00',
  ]
  for (const text of [undefined, ...others, 'pagebeat.7.mx0cyo00 ', 'pagebeat.7.MX0CYO00'])
    t.is(fromMetadata(text), undefined, text)
})
