// oxlint-disable unicorn/no-thenable -- `then` is a word of the format, and a list
/** What a reply says of itself: with a text alone the turn is not answered. */
import test from 'ava'
import type { CallHub } from '../../../src/storyboard/storyboard.ts'
import { order } from '../order-storyboard.ts'
import { conversation, means, now, storyboardWith } from '../small-storyboard.ts'

test('a fallback is not understood, also where it hands over; a scene is', async (t) => {
  const { turn } = conversation(order)
  const outcomes = []
  for (const text of ['blah', 'blah', 'blah']) outcomes.push((await turn({ text })).outcome)
  t.deepEqual(outcomes, ['not_understood', 'not_understood', 'not_understood'])
  t.is((await turn({ text: 'when do you open' }, { understanding: means('hours') })).outcome, undefined)
})

test('a question that is asked again is not understood, nor is one that is given up', async (t) => {
  const { turn } = conversation(order)
  const first = await turn({ text: 'a coffee' }, { understanding: means('order') })
  const again = await turn({ text: 'blah' })
  const givenUp = await turn({ text: 'blah' })
  t.deepEqual(
    [first.outcome, again.outcome, givenUp.outcome],
    [undefined, 'not_understood', 'not_understood'],
  )
  const { turn: asked } = conversation(order)
  await asked({ text: 'a coffee' }, { understanding: means('order') })
  t.is((await asked({ text: 'small' })).outcome, undefined)
})

const telling: CallHub = async () => ({ texts: ['It is on its way.'] })
const hubs = { h: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'No response.' } }

test('a turn is not answered by the text for a silent hub, whatever the scene says then', async (t) => {
  const asking = storyboardWith({
    hubs,
    scenes: { ask: { on: [{ keyword: 'ask' }], do: [{ hub: 'h' }, { say: 'Anything else?' }] } },
  })
  t.is((await conversation(asking).turn({ text: 'ask' })).outcome, 'hub_silent')
  t.is((await conversation(asking, { hub: telling }).turn({ text: 'ask' })).outcome, undefined)
})

test('a hub in place of the fallback answers, unless it is silent or says nothing', async (t) => {
  const fallback = { texts: ['Pardon?'], then: [{ hub: 'h' }] }
  const scenes = { any: { on: [{ keyword: 'any' }], do: [{ say: 'any' }] } }
  const storyboard = storyboardWith({ hubs, fallback, scenes })
  async function outcomeWith(hub?: CallHub) {
    const { turn } = conversation(storyboard, hub === undefined ? {} : { hub })
    await turn({ text: 'blah' })
    return (await turn({ text: 'blah' })).outcome
  }
  t.is(await outcomeWith(telling), undefined)
  t.is(await outcomeWith(), 'hub_silent')
})

test('a turn is not answered by the text in place of a reply that is too late', async (t) => {
  const storyboard = storyboardWith({
    too_late: { after_minutes: 60, say: 'Sorry, we were away.' },
    scenes: { any: { on: [{ message: 'any' }], do: [{ say: 'any' }] } },
  })
  const { turn } = conversation(storyboard)
  t.is((await turn({ text: 'a', ts: now - 3_600_001 })).outcome, 'too_late')
})
