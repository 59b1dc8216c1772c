import test from 'ava'
import { ConfigError } from '../../src/errors.ts'
import { columnFor, columnsOf, decodeLeadMap, emptyLeadMap, readLeadMap } from '../../src/leads/lead-map.ts'

const map = decodeLeadMap(
  `fields:
  work_email: email
  "What is  your favourite DRINK?": favoriteProduct
  first_name: null
forms:
  "61002":
    city: city
    work_email: null
`,
  'leads.yaml',
)

test('a question is a column by its form, by the map, or by its standard name', (t) => {
  const of = (question: string, formId?: string): string | undefined => columnFor(map, { question, formId })
  t.is(of('work_email'), 'email')
  t.is(of('work_email', '61002'), undefined)
  t.is(of('what is your favourite drink?', '61002'), 'favoriteProduct')
  t.is(of('city'), undefined)
  t.is(of('City', '61002'), 'city')
  t.is(of('phone_number', '61003'), 'phone')
  t.is(of('first_name'), undefined)
  t.deepEqual([...columnsOf(map)].toSorted(), ['city', 'email', 'favoriteProduct'])
})

test('without a map only standard questions are columns', (t) => {
  const names = ['email', 'phone_number', 'full_name', 'first_name', 'last_name', 'city', 'toString']
  t.deepEqual(
    names.map((question) => columnFor(emptyLeadMap, { question })),
    ['email', 'phone', 'fullName', 'firstName', 'lastName', undefined, undefined],
  )
  t.deepEqual(decodeLeadMap('', 'empty.yaml'), emptyLeadMap)
})

test('every mistake is told at once', (t) => {
  const wrong = `fields: { a: "no column", b: pId, c: [city] }
forms: { form: { d: city } }
columns: {}
`
  const error = t.throws(() => decodeLeadMap(wrong, 'leads.yaml'), { instanceOf: ConfigError })
  const problems = error?.problems.join('\n') ?? ''
  for (const part of ['fields.a', 'fields.b', 'fields.c', 'forms.form', 'columns'])
    t.true(problems.includes(part), part)
  t.is(
    error?.problems.every((problem) => problem.startsWith('leads.yaml: ')),
    true,
  )
})

test('a question that is there twice, YAML that is none, and a missing file are mistakes', (t) => {
  for (const text of ['fields: { City: city, city: country }', 'fields: {', 'fields: { a: city, a: city }'])
    t.throws(() => decodeLeadMap(text, 'leads.yaml'), { instanceOf: ConfigError }, text)
  t.throws(() => readLeadMap('/nowhere/leads.yaml'), {
    message: /\/nowhere\/leads.yaml cannot be read \(ENOENT\)/,
  })
})
