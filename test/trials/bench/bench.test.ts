import test from 'ava'
import { compare, interleave } from '../../../trials/bench/rounds.ts'
import { median } from '../../../trials/statistics.ts'
import { createPosts, personId, type Recipe } from '../../../trials/bench/recipe.ts'
import { atLeast } from '../../../trials/bench/verdict.ts'
import { decodeDelivery } from '../../../src/facebook/webhook-payload.ts'

test('makes the same posts from the same recipe, of the people that it names', (t) => {
  const recipe: Recipe = {
    of: 'typical',
    seed: 's',
    events: 200,
    batch: [1, 1],
    people: 9,
    baseTime: 1_700_000_000_000,
    writtenOnly: true,
  }
  const posts = createPosts(recipe)
  t.deepEqual(createPosts(recipe), posts)
  const events = posts.map(({ body }) => decodeDelivery(body.toString()).events[0])
  const people = new Set(Array.from({ length: 9 }, (_, index) => personId(index)))
  t.true(events.every((event) => event?.actor.is === 'person' && people.has(event.actor.id)))
})

test('gives every event of a stream a key of its own', (t) => {
  const posts = createPosts({
    of: 'typical',
    seed: 's',
    events: 3_000,
    batch: [1, 50],
    people: 9,
    baseTime: 0,
  })
  const keys = posts.flatMap(({ body }) => decodeDelivery(body.toString()).events.map(({ key }) => key))
  t.is(new Set(keys).size, 3_000)
})

test('turns the order round every round, and compares pair by pair', async (t) => {
  const order: string[] = []
  const samples = await interleave(['a', 'b'], 3, async (name, round) => {
    order.push(name)
    return name === 'a' ? 10 * (round + 1) : 5
  })
  t.is(order.join(''), 'abbaab')
  t.deepEqual(compare(samples.a, samples.b), { ratio: 4, least: 2, most: 6, baselineSpread: 0 })
  t.is(median([4, 1, 3, 2]), 2.5)
})

test('calls a figure inconclusive when its baseline wobbles', (t) => {
  t.deepEqual(
    [verdictOf(3, 0.2), verdictOf(1, 0.2), verdictOf(3, 0.3), verdictOf(3, Number.NaN)],
    ['ok', 'MISSED', 'inconclusive', 'inconclusive'],
  )
})

function verdictOf(ratio: number, baselineSpread: number): string {
  return atLeast('a', 'x', { ratio, least: ratio, most: ratio, baselineSpread }, { target: 2 }).verdict
}
