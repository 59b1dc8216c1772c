import test from 'ava'
import type { Act } from '../../trials/identity/memory-customers.ts'
import { createMemoryCustomers } from '../../trials/identity/memory-customers.ts'
import { createRandom, played, randomHistory, setting } from '../../trials/identity/random-history.ts'
import { type CustomerKey, type IdentityLink, linkKey, nameOfKey } from '../../src/domain/identity-link.ts'
import { asPageId } from '../../src/domain/ids.ts'

const histories = 300

async function outcomeOf(acts: readonly Act[], at = setting) {
  const customers = createMemoryCustomers(at)
  for (const act of acts) await customers.perform(act)
  return { lines: customers.lines(), expected: customers.expected() }
}

test('any order of links, revocations and events, with any steps between, gives the same customers', async (t) => {
  for (let seed = 0; seed < histories; seed += 1) {
    const random = createRandom(seed)
    const { facts } = randomHistory(random)
    const calm = await outcomeOf([...facts, { do: 'resolve' }])
    for (let order = 0; order < 2; order += 1) {
      const { lines, expected } = await outcomeOf(played(random, facts))
      t.deepEqual(lines, expected, `seed ${seed}: as the links say`)
      t.deepEqual(lines, calm.lines, `seed ${seed}: as in order`)
    }
  }
})

test('a revocation restores every row to what it would be without the link', async (t) => {
  for (let seed = 0; seed < histories; seed += 1) {
    const random = createRandom(10_000 + seed)
    const { facts, revoked } = randomHistory(random)
    const taken = new Set(revoked.map(linkKey))
    const without = facts.filter((act) => !('link' in act && taken.has(linkKey(act.link))))
    const { lines } = await outcomeOf(played(random, facts))
    const { lines: expected } = await outcomeOf([...without, { do: 'resolve' }])
    t.deepEqual(lines, expected, `seed ${seed}`)
  }
})

const key = (name: string): CustomerKey => {
  const at = name.indexOf(':')
  return { kind: name.slice(0, at), value: name.slice(at + 1) }
}

function link(a: string, b: string, given: Partial<IdentityLink> = {}): Act {
  const source = { kind: 'agent', id: `${a} ${b}` } as const
  return {
    do: 'link',
    link: { a: key(a), b: key(b), evidence: 'agent', strength: 'verified', source, ts: 5, ...given },
  }
}

/** The ids of each customer with more than one, sorted. */
async function customersAfter(acts: readonly Act[]): Promise<string[]> {
  const customers = createMemoryCustomers(setting)
  for (const act of [...acts, { do: 'resolve' } as const]) await customers.perform(act)
  const ids = customers.lines().flatMap((line) => {
    const [, name = '', pId = '', originPId] = line.split(' ')
    return line.startsWith('id ') && originPId !== 'null' ? [{ name, pId }] : []
  })
  return [...Map.groupBy(ids, ({ pId }) => pId)].map(
    ([pId, members]) => `${pId} = ${members.map(({ name }) => name).join(' + ')}`,
  )
}

const attested = { strength: 'attested', evidence: 'quick_reply' } as const
const onPage = (id: string) => ({ ...attested, pageId: asPageId(id) })

test('a telephone that two numbers of the brand share merges nobody, and their own e-mails do', async (t) => {
  const shared = [
    link('customer:4711', 'phone:+491', { evidence: 'import' }),
    link('customer:4712', 'phone:+491', { evidence: 'import' }),
    link('customer:4711', 'email:a@x.com', { evidence: 'import' }),
    link('facebook:1', 'phone:+491', onPage('901')),
    link('facebook:1', 'email:a@x.com', onPage('901')),
  ]
  t.deepEqual(await customersAfter(shared), ['4711 = customer:4711 + email:a@x.com + facebook:1'])
  t.deepEqual(await customersAfter([...shared, link('customer:4711', 'customer:4712')]), [
    '4711 = customer:4711 + customer:4712 + email:a@x.com + facebook:1 + phone:+491',
  ])
})

test('a kiosk’s e-mail on one Page merges nobody; one on two Pages is one customer’s', async (t) => {
  const kiosk = ['1', '2', '3'].map((id) => link(`facebook:${id}`, 'email:kiosk@x.com', onPage('901')))
  t.deepEqual(await customersAfter(kiosk), [])
  const both: Act[] = [
    { do: 'event', of: key('facebook:1'), ts: 1 },
    link('facebook:1', 'email:a@x.com', onPage('901')),
    link('facebook:2', 'email:a@x.com', onPage('902')),
  ]
  t.deepEqual(await customersAfter(both), ['facebook:1 = email:a@x.com + facebook:1 + facebook:2'])
})

function forms(count: number) {
  return ['1', '2', '3']
    .slice(0, count)
    .flatMap((n) => [
      link(`lead:${n}`, 'phone:+491', attested),
      link(`lead:${n}`, `email:${n}@x.com`, attested),
    ])
}

test('a telephone with two e-mails in lead forms is one customer’s, with three it is not', async (t) => {
  t.is((await customersAfter(forms(2))).length, 1)
  t.deepEqual(await customersAfter(forms(3)), [
    'email:1@x.com = email:1@x.com + lead:1',
    'email:2@x.com = email:2@x.com + lead:2',
    'email:3@x.com = email:3@x.com + lead:3',
  ])
})

test('bad values and the Page itself merge nobody', async (t) => {
  const links = [
    link('facebook:1', 'email:null', onPage('901')),
    link('customer:4711', 'email:null', { evidence: 'import' }),
    link('facebook:1', 'facebook:900'),
    link('customer:4711', 'facebook:900'),
  ]
  t.deepEqual(await customersAfter(links), [])
})

test('a ring of claims merges nobody, and makes no value shared', async (t) => {
  const claimed = { strength: 'claimed', evidence: 'typed', pageId: asPageId('901') } as const
  const ring = [
    link('facebook:1', 'email:a@x.com', claimed),
    link('facebook:2', 'email:a@x.com', claimed),
    link('facebook:2', 'phone:+491', claimed),
    link('facebook:1', 'phone:+491', claimed),
  ]
  t.deepEqual(await customersAfter(ring), [])
  t.deepEqual(await customersAfter([...ring, link('facebook:3', 'email:a@x.com', onPage('901'))]), [
    'email:a@x.com = email:a@x.com + facebook:3',
  ])
})

function event(name: string, ts: number): Act {
  return { do: 'event', of: key(name), ts }
}

test('the brand’s own number names the customer, else the oldest id does', async (t) => {
  const acts = [
    event('facebook:1', 30),
    event('facebook:2', 20),
    link('facebook:1', 'facebook:2', { ts: 40 }),
  ]
  t.deepEqual(await customersAfter(acts), ['facebook:2 = facebook:1 + facebook:2'])
  t.deepEqual(await customersAfter([...acts, event('facebook:1', 10)]), [
    'facebook:1 = facebook:1 + facebook:2',
  ])
  t.deepEqual(await customersAfter([...acts, link('facebook:1', 'customer:4711', { ts: 50 })]), [
    '4711 = customer:4711 + facebook:1 + facebook:2',
  ])
})

test('a link is the same whichever id comes first, and whenever it comes again', (t) => {
  const one = link('facebook:1', 'customer:4711')
  const other = link('customer:4711', 'facebook:1', {
    ts: 9,
    source: { kind: 'agent', id: 'facebook:1 customer:4711' },
  })
  t.true('link' in one && 'link' in other && linkKey(one.link) === linkKey(other.link))
  t.is(nameOfKey(key('facebook:1')), 'facebook:1')
})
