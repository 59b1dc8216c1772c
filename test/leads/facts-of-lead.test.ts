import test from 'ava'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import { factsOfLead, type ReadableLead } from '../../src/leads/facts-of-lead.ts'
import { decodeLeadMap, emptyLeadMap } from '../../src/leads/lead-map.ts'

const lead: ReadableLead = {
  leadId: '61001',
  pageId: asPageId('1001'),
  formId: '61002',
  createdTs: 1_780_000_000_000,
  answers: {
    email: ' Ada@Example.ORG ',
    phone_number: '+49 30 901820',
    full_name: 'Ada  King Lovelace',
    colour: 'red',
  },
}
const known = {
  strength: 'attested',
  source: { kind: 'lead', id: '61001' },
  ts: lead.createdTs,
}
const of = { kind: 'lead', value: '61001' }

function valuesOf({ facts }: ReturnType<typeof factsOfLead>): Record<string, string | null> {
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]))
}

test('standard questions are columns, and e-mail and phone link the lead', (t) => {
  const read = factsOfLead(lead, { map: emptyLeadMap })
  t.deepEqual<unknown, unknown>(read.facts[0], { of, name: 'email', value: 'ada@example.org', ...known })
  t.deepEqual(valuesOf(read), {
    email: 'ada@example.org',
    phone: '+4930901820',
    firstName: 'Ada',
    lastName: 'King Lovelace',
  })
  t.deepEqual<unknown, unknown>(read.links, [
    {
      a: of,
      b: { kind: 'email', value: 'ada@example.org' },
      evidence: 'lead_form',
      pageId: '1001',
      ...known,
      ts: known.ts + 1,
    },
    {
      a: of,
      b: { kind: 'phone', value: '+4930901820' },
      evidence: 'lead_form',
      pageId: '1001',
      ...known,
      ts: known.ts + 1,
    },
  ])
  t.deepEqual(read.unread, [{ question: 'colour', because: 'no_column' }])
})

test('a lead of a thread is linked with the customer of the thread', (t) => {
  const read = factsOfLead({ ...lead, psid: asPsid('77'), answers: {} }, { map: emptyLeadMap })
  t.deepEqual(
    read.links.map(({ b }) => b),
    [{ kind: 'facebook', value: '77' }],
  )
})

test('values that name nobody are neither written nor linked', (t) => {
  const answers = { email: 'test@test.com', phone_number: '12', first_name: ' ', last_name: 'Byron' }
  const read = factsOfLead({ ...lead, answers }, { map: emptyLeadMap, country: 'DE' })
  t.deepEqual([valuesOf(read), read.links], [{ lastName: 'Byron' }, []])
  t.deepEqual(
    read.unread.map(({ question, because }) => [question, because]),
    [
      ['email', 'not_usable'],
      ['phone_number', 'not_usable'],
      ['first_name', 'not_usable'],
    ],
  )
})

test('the first usable value of a column is written, and every e-mail links', (t) => {
  const map = decodeLeadMap('fields: { work_email: email, tastes: favoriteProduct }', 'leads.yaml')
  const answers = {
    work_email: 'nonsense',
    email: 'ada@example.org',
    tastes: ['tea', 'cake'],
    phone_number: '030 901820',
  }
  const read = factsOfLead({ ...lead, answers }, { map, country: 'DE' })
  t.deepEqual(valuesOf(read), {
    email: 'ada@example.org',
    favoriteProduct: 'tea, cake',
    phone: '+4930901820',
  })
  const both = factsOfLead({ ...lead, answers: { ...answers, work_email: 'ada@work.example.org' } }, { map })
  t.is(valuesOf(both)['email'], 'ada@work.example.org')
  t.deepEqual(
    both.links.map(({ b }) => b.value),
    ['ada@work.example.org', 'ada@example.org'],
  )
})
