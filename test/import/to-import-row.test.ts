import test from 'ava'
import type { ProfileColumn } from '../../src/import/profile-column.ts'
import { toColumnValue } from '../../src/import/profile-column.ts'
import { toImportRow } from '../../src/import/to-import-row.ts'

function column(fullType: string): ProfileColumn {
  const [, type = '', length] = /^(\w+)(?:\((\d+)\))?/.exec(fullType) ?? []
  return { name: 'c', type, length: type === 'varchar' ? Number(length) : undefined, fullType }
}

const reader = {
  columns: {
    customer: 0,
    email: 1,
    phone: 2,
    country: 3,
    profile: [
      { name: 'firstName', at: 4 },
      { name: 'points', at: 5 },
    ],
  },
  profileColumns: new Map([
    ['firstName', column('varchar(5)')],
    ['points', column('int(11)')],
  ]),
  country: 'DE',
}

test('a row has the values in the form of ids, and columns that have a text', (t) => {
  t.deepEqual(toImportRow([' 4711 ', 'Anna@Example.com', '0171 1234567', '', 'Anna', '12'], reader), {
    row: {
      customer: '4711',
      email: 'anna@example.com',
      phone: '+491711234567',
      profile: new Map([
        ['firstName', 'Anna'],
        ['points', '12'],
      ]),
    },
    leftOut: [],
  })
  t.deepEqual(toImportRow(['4711', '', '079 123 45 67', 'ch', '', ''], reader).row, {
    customer: '4711',
    email: undefined,
    phone: '+41791234567',
    profile: new Map(),
  })
})

test('a value that cannot be taken is left out with its reason, and the rest of the row goes in', (t) => {
  t.deepEqual(toImportRow(['4711', 'anna@', '12', '', 'Annabel', '1.5'], reader), {
    row: { customer: '4711', email: undefined, phone: undefined, profile: new Map() },
    leftOut: [
      { part: 'email', reason: 'is no e-mail' },
      { part: 'phone', reason: 'is no phone that can be dialled' },
      { part: 'profile.firstName', reason: 'has more than 5 characters' },
      { part: 'profile.points', reason: 'is no whole number' },
    ],
  })
  t.deepEqual(toImportRow(['4711', 'noreply@example.com', 'n/a'], reader).leftOut, [
    { part: 'email', reason: 'names nobody' },
    { part: 'phone', reason: 'names nobody' },
  ])
})

test('a row without a number of a customer is left out', (t) => {
  for (const [customer, reason] of [
    ['', 'is empty'],
    ['null', 'names nobody'],
    ['0', 'names nobody'],
    ['4,71E+11', 'is a number that a spreadsheet has rounded'],
    ['47\u000011', 'has characters that nobody can see'],
    ['1'.repeat(101), 'has more than 100 characters'],
  ] as const)
    t.deepEqual(toImportRow([customer, 'anna@example.com'], reader), {
      row: undefined,
      leftOut: [{ part: 'customer', reason }],
    })
})

test('a text is taken only in the form of its column', (t) => {
  for (const [type, text, value] of [
    ['tinyint(4)', '-128', '-128'],
    ['tinyint(3) unsigned', '+255', '255'],
    ['bigint(20) unsigned', '18446744073709551615', '18446744073709551615'],
    ['decimal(10,2)', '12.50', '12.50'],
    ['date', '2026-12-24', '2026-12-24'],
    ['datetime', '2026-12-24T18:00', '2026-12-24 18:00:00'],
    ['datetime', '2026-12-24', '2026-12-24 00:00:00'],
    ["enum('gold','it''s')", "IT'S", "it's"],
    ['varchar(3)', 'äöü', 'äöü'],
    ['text', 'anything', 'anything'],
  ] as const)
    t.deepEqual(toColumnValue(text, column(type)), { value }, `${type} ${text}`)
  for (const [type, text] of [
    ['tinyint(4)', '128'],
    ['tinyint(3) unsigned', '-1'],
    ['int(11)', '1e3'],
    ['decimal(10,2)', '12,50'],
    ['date', '24.12.2026'],
    ['date', '2026-02-30'],
    ['datetime', '2026-12-24 25:00'],
    ["enum('gold')", 'silver'],
    ['varchar(3)', 'gold'],
    ['text', 'a\0'],
  ] as const)
    t.true('fault' in toColumnValue(text, column(type)), `${type} ${text}`)
})
