import test from 'ava'
import { asProfileId } from '../../src/domain/ids.ts'
import {
  changesByFacts,
  deriveValues,
  type KnownFact,
  type OriginValues,
} from '../../src/identity/derive-profile.ts'

const columns = [
  ...['firstName', 'lastName', 'city'].map((name) => ({ name, byDefault: null })),
  { name: 'loyaltyPoints', byDefault: '0' },
  { name: 'tier', byDefault: 'bronze' },
]
const defaults = new Map(columns.map(({ name, byDefault }) => [name, byDefault]))
const brands = asProfileId('4711')

function origin(
  name: string,
  values: Readonly<Record<string, string | null>>,
  more: Partial<OriginValues> = {},
): OriginValues {
  return {
    origin: asProfileId(name),
    values: new Map([...defaults, ...Object.entries(values)]),
    facts: [],
    ...more,
  }
}

function fact(name: string, value: string | null, strength: KnownFact['strength'], ts = 1): KnownFact {
  return { name, value, strength, ts }
}

const derive = (...origins: OriginValues[]) => Object.fromEntries(deriveValues(brands, origins, columns))

test('the brand’s value counts more than a verified, an attested and a claimed one', (t) => {
  const claimed = origin('facebook:1', { city: 'Rome' }, { facts: [fact('city', 'Rome', 'claimed', 9)] })
  const attested = origin('facebook:2', { city: 'Paris' }, { facts: [fact('city', 'Paris', 'attested', 8)] })
  const verified = origin(
    'facebook:3',
    { city: 'Berlin' },
    { facts: [fact('city', 'Berlin', 'verified', 7)] },
  )
  const own = origin('4711', { city: 'Madrid' })
  t.is(derive(claimed)['city'], 'Rome')
  t.is(derive(claimed, attested)['city'], 'Paris')
  t.is(derive(verified, claimed, attested)['city'], 'Berlin')
  t.is(derive(claimed, attested, verified, own)['city'], 'Madrid')
})

test('of two values of one strength the newer counts, then that of the customer’s own origin', (t) => {
  const older = origin('facebook:1', { city: 'Rome' }, { facts: [fact('city', 'Rome', 'attested', 1)] })
  const newer = origin('facebook:2', { city: 'Paris' }, { facts: [fact('city', 'Paris', 'attested', 2)] })
  t.is(derive(older, newer)['city'], 'Paris')
  t.is(derive(newer, older)['city'], 'Paris')
  t.is(derive(origin('facebook:1', { city: 'A' }), origin('4711', { city: 'B' }))['city'], 'B')
})

test('the default of a column counts less than any value', (t) => {
  const points = origin('facebook:1', { loyaltyPoints: '250', tier: 'gold' })
  const own = origin('4711', {})
  t.like(derive(own, points), { loyaltyPoints: '250', tier: 'gold', city: null })
})

test('both parts of a name come from one origin, and a name that Facebook tells counts as attested', (t) => {
  const facebook = { firstName: 'Ada', surname: 'Lovelace', ts: 5 }
  const told = origin('facebook:1', { firstName: 'Ada', lastName: 'Lovelace' }, { facebook })
  const own = origin('4711', { firstName: 'Augusta' })
  t.like(derive(told), { firstName: 'Ada', lastName: 'Lovelace' })
  t.like(derive(told, own), { firstName: 'Augusta', lastName: null })
})

test('a value that the brand took away stays away', (t) => {
  const emptied = origin('4711', { city: null }, { facts: [fact('city', null, 'brand', 9)] })
  const claimed = origin('facebook:1', { city: 'Rome' }, { facts: [fact('city', 'Rome', 'claimed', 10)] })
  t.is(derive(claimed, emptied)['city'], null)
})

test('facts in any order give an origin the same values', (t) => {
  const facts = [
    fact('city', 'Rome', 'claimed', 3),
    fact('city', 'Paris', 'attested', 2),
    fact('city', 'Oslo', 'attested', 1),
    fact('firstName', 'Ada', 'claimed', 1),
  ]
  const orders = [facts, facts.toReversed(), [facts[1], facts[3], facts[0], facts[2]]]
  const results = orders.map((order) => {
    const values = new Map(defaults)
    const before: KnownFact[] = []
    for (const each of order) {
      if (each === undefined) continue
      for (const [name, value] of changesByFacts({ values, defaults }, before, [each]))
        values.set(name, value)
      before.push(each)
    }
    return Object.fromEntries(values)
  })
  for (const result of results) t.like(result, { city: 'Paris', firstName: 'Ada', lastName: null })
})

test('a value that the brand wrote stays, unless a fact of the brand replaces it', (t) => {
  const values = new Map([...defaults, ['city', 'Madrid']])
  t.deepEqual(changesByFacts({ values, defaults }, [], [fact('city', 'Rome', 'verified')]), new Map())
  t.deepEqual(
    changesByFacts({ values, defaults }, [], [fact('city', 'Rome', 'brand')]),
    new Map([['city', 'Rome']]),
  )
})

test('a part of a name that a fact says has no other part by Facebook', (t) => {
  const values = new Map([...defaults, ['firstName', 'Ada'], ['lastName', 'Lovelace']])
  const facebook = { firstName: 'Ada', surname: 'Lovelace', ts: 0 }
  t.deepEqual(
    changesByFacts({ values, defaults, facebook }, [], [fact('firstName', 'Augusta', 'claimed')]),
    new Map([
      ['firstName', 'Augusta'],
      ['lastName', null],
    ]),
  )
})
