import test from 'ava'
import { assert, constantFrom, emailAddress, integer, property, string } from 'fast-check'
import { isBadValue, isPhoneCountry, toEmail, toPhone } from '../../src/identity/contact-values.ts'

const emails: readonly (readonly [written: string, read: string])[] = [
  ['anna@example.com', 'anna@example.com'],
  ['  Anna.B+shop@Example.COM ', 'anna.b+shop@example.com'],
  ['Anna B <anna@example.com>', 'anna@example.com'],
  ['"Anna, B" <anna@example.com>', 'anna@example.com'],
  ['<anna@example.com>', 'anna@example.com'],
  ['"anna@example.com"', 'anna@example.com'],
  ["'anna@example.com", 'anna@example.com'],
  ["''anna@example.com", 'anna@example.com'],
  [`="'anna@example.com'"`, 'anna@example.com'],
  ["mailto:'anna@example.com'", 'anna@example.com'],
  ['mailto:anna@example.com', 'anna@example.com'],
  ['anna@example.com.', 'anna@example.com'],
  ['anna@example.com\r\n', 'anna@example.com'],
  ['\uFEFFanna@\u200Bexample.com', 'anna@example.com'],
  ['anna＠example．com', 'anna@example.com'],
  ['anna@münchen.de', 'anna@xn--mnchen-3ya.de'],
  ['почта@пример.рф', 'почта@xn--e1afmkfd.xn--p1ai'],
  ['e\u0301va@example.com', 'éva@example.com'],
  ["o'neil@example.ie", "o'neil@example.ie"],
  ['h&m_@example.co.uk', 'h&m_@example.co.uk'],
]

test('an e-mail is read in every form in which people and systems write it', (t) => {
  for (const [written, read] of emails) t.is(toEmail(written), read, JSON.stringify(written))
})

const noEmails = [
  ...`@ anna anna@ @example.com anna@example anna@@example.com anna@example..com anna..b@example.com null n/a
    .anna@example.com anna.@example.com anna@-example.com anna@example-.com anna@127.0.0.1 anna@[127.0.0.1]
    anna@exa_mple.com anna@example.c anna@example.com;eva@example.com anna@example.com/x anna@example.com?a=x`.split(
    /\s+/,
  ),
  '',
  'anna@exa mple.com',
  'an na@example.com',
  '"anna b"@example.com',
  'a@example.com, b@example.com',
  'anna@example.com\nbcc',
  'a\0nna@example.com',
  `${'a'.repeat(65)}@example.com`,
  `anna@${'a'.repeat(64)}.com`,
  `a@${'abc.'.repeat(80)}com`,
  'a'.repeat(5_000),
]

test('a text that is not exactly one e-mail gives none', (t) => {
  for (const written of noEmails) t.is(toEmail(written), undefined, JSON.stringify(written))
})

test('reading an e-mail again changes nothing, and no text makes it fail', (t) => {
  assert(
    property(string({ unit: 'binary', maxLength: 80 }), emailAddress(), (text, address) => {
      for (const given of [text, address, `${text}@${text}`, `${text}@example.com`]) {
        const email = toEmail(given)
        t.is(email === undefined ? undefined : toEmail(email), email)
      }
      t.is(toEmail(address.toUpperCase()), toEmail(address))
    }),
    { numRuns: 300 },
  )
})

const phones: readonly (readonly [written: string, country: string | undefined, read: string])[] = [
  ['+49 171 1234567', undefined, '+491711234567'],
  ['0171 1234567', 'DE', '+491711234567'],
  ['0171/123 45-67', 'de'.toUpperCase(), '+491711234567'],
  ['(0171) 123.4567', 'DE', '+491711234567'],
  ['+49 (0) 171 1234567', undefined, '+491711234567'],
  ['0049 171 1234567', undefined, '+491711234567'],
  ['0049(0)171 1234567', 'US', '+491711234567'],
  ['011 49 171 1234567', 'US', '+491711234567'],
  ['tel:+49-171-1234567', undefined, '+491711234567'],
  ["'+491711234567", undefined, '+491711234567'],
  ['="01711234567"', 'DE', '+491711234567'],
  ['=+491711234567', undefined, '+491711234567'],
  ['1711234567', 'DE', '+491711234567'],
  ['491711234567', 'DE', '+491711234567'],
  ['٠١٧١١٢٣٤٥٦٧', 'DE', '+491711234567'],
  ['０１７１１２３４５６７', 'DE', '+491711234567'],
  ['\u202A+49\u00A0171\u00A01234567\u202C', undefined, '+491711234567'],
  ['(213) 373-4253', 'US', '+12133734253'],
  ['1-213-373-4253', 'US', '+12133734253'],
  ['06 1234 5678', 'IT', '+390612345678'],
  ['391 2345678', 'IT', '+393912345678'],
  ['8 (916) 123-45-67', 'RU', '+79161234567'],
  ['919876543210', 'IN', '+919876543210'],
  ['07911 123456', 'GB', '+447911123456'],
]

test('a phone is read in every form in which people and spreadsheets write it', (t) => {
  for (const [written, country, read] of phones)
    t.is(toPhone(written, country), read, JSON.stringify(written))
})

/** Those of Germany, but for the ones that name another country, or none. */
const noPhones: readonly (readonly [written: string, country?: string])[] = [
  ...['', '+', 'null', '0', '112', '1234567', '0000000', '4.91711E+11', '24.12.2026', 'anna@example.com'].map(
    (written) => [written, 'DE'] as const,
  ),
  ...[
    '+49 171 1234567 / 0172 1234567',
    'Call 0171 1234567',
    '0171 12345678901234567890',
    '1'.repeat(5_000),
  ].map((written) => [written, 'DE'] as const),
  ...[
    '0171 1234567',
    '+1 213 373 4253 x5',
    '+1 555 010 0199',
    '++49 171 1234567',
    `+${'49171'.repeat(400)}`,
  ].map((written) => [written] as const),
  ...['1111111111', '213 373 4253 ext. 12', '1-800-FLOWERS'].map((written) => [written, 'US'] as const),
  ['01711234567', 'XX'],
]

test('a text that is not exactly one phone of a country gives none', (t) => {
  for (const [written, country] of noPhones) t.is(toPhone(written, country), undefined, written.slice(0, 40))
})

test('reading a phone again changes nothing, whatever the country, and no text makes it fail', (t) => {
  assert(
    property(
      string({ unit: 'binary', maxLength: 30 }),
      integer({ min: 0, max: 99_999_999 }),
      (text, digits) => {
        for (const given of [text, `0171${digits}`, `+44 ${digits}`, `(213) ${digits}`]) {
          const phone = toPhone(given, 'DE')
          for (const country of [undefined, 'DE', 'US', 'IT'])
            t.is(phone === undefined ? undefined : toPhone(phone, country), phone)
          if (phone !== undefined) t.regex(phone, /^\+[1-9]\d{5,14}$/)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('values that systems write where they have none name nobody', (t) => {
  const words =
    '- ? 0 000 null NULL None n/a N.A. #N/A #REF! undefined NaN unknown Unbekannt test xxx asdf no-email ０００'
  for (const kind of ['email', 'phone', 'customer', 'lead', 'loyaltyCard'])
    for (const value of ['', ' ', 'keine Angabe', 'Test Test', ...words.split(' ')])
      t.true(isBadValue({ kind, value }), `${kind}:${value}`)
})

test('addresses of machines and tests name nobody', (t) => {
  const bad = `test@test.com noreply@example.com no-reply-17@example.com do_not_reply@example.com a@a.com x@x.de
    null@example.com none@none.com mailer-daemon@example.com anna@example.invalid noreply+5@example.com
    n/a@example.com xxx@example.com 0@example.com anna@pc.local`
  for (const value of bad.split(/\s+/)) t.true(isBadValue({ kind: 'email', value }), value)
  const good =
    'anna@example.com info@example.com abc-cafe@example.com testa@example.com al@al.com.de mail@example.com na@example.com'
  for (const value of good.split(' ')) t.false(isBadValue({ kind: 'email', value }), value)
})

test('phones of rows and repeats, and those of companies, name nobody', (t) => {
  const bad = `0000000 1234567 0123456789 9876543210 5555555 +49000000 +15555555555 +491234567 +18005550100
    +4980012345678 +19005550100 +80012345678`
  for (const value of bad.split(/\s+/)) t.true(isBadValue({ kind: 'phone', value }), value)
  for (const value of ['+491711234567', '+12133734253', '+390612345678'])
    t.false(isBadValue({ kind: 'phone', value }), value)
})

test('numbers of customers may be short and repeat a digit, ids of Facebook are never bad', (t) => {
  for (const value of ['1', '7', '111', '4711', '1234567', 'K-0001', 'A'])
    t.false(isBadValue({ kind: 'customer', value }), value)
  for (const value of ['9999999', '0000']) t.true(isBadValue({ kind: 'customer', value }), value)
  t.false(isBadValue({ kind: 'facebook', value: '1111111111111111' }))
})

test('a bad value is bad in any case and with spaces around it', (t) => {
  assert(
    property(
      constantFrom('null', 'n/a', 'test@test.com', 'noreply@shop.de'),
      constantFrom('email', 'lead'),
      (value, kind) => {
        const isBad = isBadValue({ kind, value })
        t.is(isBadValue({ kind, value: value.toUpperCase() }), isBad)
        t.is(isBadValue({ kind, value: ` ${value} ` }), isBad)
      },
    ),
  )
})

test('countries are ISO codes', (t) => {
  t.deepEqual(
    ['DE', 'GB', 'US', 'UK', 'XX', 'de', ''].map((country) => isPhoneCountry(country)),
    [true, true, true, false, false, false, false],
  )
})
