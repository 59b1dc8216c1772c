import test from 'ava'
import { plainSigns, readPlain } from '../../src/domain/plain-signs.ts'

test('the digits of every numbering system are read as 0 to 9', (t) => {
  for (const system of Intl.supportedValuesOf('numberingSystem')) {
    const written = new Intl.NumberFormat('en', { numberingSystem: system, useGrouping: false })
    const all = [...Array(10).keys()].map((digit) => written.format(digit)).join('')
    // Chinese numerals are words, not digits.
    if (/^\p{Nd}{10}$/u.test(all)) t.is(plainSigns(all), '0123456789', system)
  }
})

test('signs of other scripts become ASCII, invisible marks go, and the place of each word is kept', (t) => {
  t.is(
    plainSigns('\u202B+٩٦٦ ٥٠\u202C ١٢٫٥ ٬ ０８００－１２ ａｄａ＠ｘ．ｃｏｍ 3️⃣ 🔟'),
    '+966 50 12.5 , 0800-12 ada@x.com 3 10',
  )
  const text = '🦊 KC٤٨\u200E٢١٣ ok'
  const plain = readPlain(text)
  const from = plain.text.indexOf('KC48213')
  t.is(plain.original(from, from + 7), 'KC٤٨\u200E٢١٣')
  t.is(readPlain('plain').text, 'plain')
})
