import test from 'ava'
import { assert, property, string } from 'fast-check'
import { ImportError } from '../../src/import/import-error.ts'
import { decodeImportMap, findColumns } from '../../src/import/import-map.ts'

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work()
  } catch (error) {
    if (error instanceof ImportError) return error.problems
    throw error
  }
  return []
}

const full = `# our CRM
source: crm
customer: Kundennummer
email: E-Mail
phone: Telefon
country: Land
profile:
  firstName: Vorname
  tier: Stufe
`

test('a mapping names the columns of customer, contact values and profile', (t) => {
  t.deepEqual(decodeImportMap(full, 'crm.yaml'), {
    source: 'crm',
    customer: 'Kundennummer',
    email: 'E-Mail',
    phone: 'Telefon',
    country: 'Land',
    profile: { firstName: 'Vorname', tier: 'Stufe' },
  })
  t.deepEqual(decodeImportMap('customer: id', 'crm.yaml'), { source: 'brand', customer: 'id', profile: {} })
})

test('all mistakes of a mapping are told at once, each with its line', (t) => {
  const text = 'customr: id\nemail: 5\nphone:\nsource: my crm\nprofile:\n  city: [a]\ndelimiter: ":"\n'
  t.deepEqual(problemsOf(() => decodeImportMap(text, 'crm.yaml')).toSorted(), [
    'crm.yaml:1 "customer" is missing',
    'crm.yaml:1 the key "customr" is not known: did you mean customer?',
    'crm.yaml:2 "email" must be the name of a column',
    'crm.yaml:3 "phone" must be the name of a column',
    'crm.yaml:4 "source" must have 1 to 40 letters, digits or _ . -',
    'crm.yaml:6 "profile.city" must be the name of a column',
    'crm.yaml:7 "delimiter" must be one of "," ";" "\\t" "|"',
  ])
  t.deepEqual(
    problemsOf(() => decodeImportMap('', 'crm.yaml')),
    ['crm.yaml:1 must be a mapping, as in "customer: Number"'],
  )
  t.is(problemsOf(() => decodeImportMap('customer: a\ncustomer: b', 'crm.yaml')).length, 1)
  t.is(problemsOf(() => decodeImportMap('customer: "a', 'crm.yaml')).length > 0, true)
})

test('no text makes the decoding fail in another way', (t) => {
  assert(
    property(string({ maxLength: 60 }), (text) => {
      for (const whole of [text, `customer: a\n${text}`])
        t.true(Array.isArray(problemsOf(() => decodeImportMap(whole, 'x'))))
    }),
    { numRuns: 200 },
  )
})

test('the columns are found in the header, and every missing one is told', (t) => {
  const map = decodeImportMap(full, 'crm.yaml')
  const header = ['Stufe', 'Vorname', 'Land', 'Kundennummer', 'E-Mail', 'Telefon']
  t.deepEqual(findColumns(map, header), {
    customer: 3,
    email: 4,
    phone: 5,
    country: 2,
    profile: [
      { name: 'firstName', at: 1 },
      { name: 'tier', at: 0 },
    ],
  })
  t.deepEqual(
    problemsOf(() => findColumns(map, ['Kundennumer', 'E-Mail', 'E-Mail', 'Telefon', 'Land', 'Vorname'])),
    [
      'customer: there is no column "Kundennummer": did you mean Kundennumer?',
      'email: there are two columns "E-Mail"',
      'profile.tier: there is no column "Stufe": use one of Kundennumer, E-Mail, E-Mail, Telefon, Land, Vorname',
    ],
  )
})
