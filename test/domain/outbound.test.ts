import test from 'ava'
import { fromMetadata, toMetadata } from '../../src/domain/outbound.ts'

const claimedTs = Date.UTC(2026, 10, 28, 12)

test('the metadata of our messages returns the row, the time of its claim and its mark', (t) => {
  const row = { id: '18446744073709551615', claimedTs, echoMark: '0123456789abcdef' }
  const metadata = toMetadata(row)
  t.is(metadata, 'pagebeat.18446744073709551615.mx0cyo00.0123456789abcdef')
  t.deepEqual(fromMetadata(metadata), row)
})

test('the metadata of older versions has no mark', (t) => {
  const row = { id: '7', claimedTs, echoMark: undefined }
  t.is(toMetadata(row), 'pagebeat.7.mx0cyo00')
  t.deepEqual(fromMetadata('pagebeat.7.mx0cyo00'), row)
})

test('metadata of other apps is not ours', (t) => {
  const others = [
    '',
    'pagebeat',
    'pagebeat.7',
    'pagebeat.x.mx0cyo00',
    'pagebeat.7.mijb',
    'xpagebeat.7.mx0cyo00',
    'pagebeat.7.mx0cyo00.',
    'pagebeat.7.mx0cyo00.0123456789abcde',
    'pagebeat.7.mx0cyo00.0123456789ABCDEF',
    'pagebeat.7.mx0cyo00.0123456789abcdef0',
  ]
  for (const text of [undefined, ...others, 'pagebeat.7.mx0cyo00 ', 'pagebeat.7.MX0CYO00'])
    t.is(fromMetadata(text), undefined, text)
})
