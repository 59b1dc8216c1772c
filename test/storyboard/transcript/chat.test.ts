import { asProfileId } from '../../../src/domain/ids.ts'
import test from 'ava'
import { hasMeaning } from '../../../src/domain/turn.ts'
import type { CallHub } from '../../../src/storyboard/storyboard.ts'
import { openChat } from '../../../src/storyboard/transcript/chat.ts'
import { storyboardWith, conversation, means, noUnderstanding } from '../small-storyboard.ts'

const title = 'Where is my order of last week'
const order = {
  constants: { title },
  intents: { order: ['a', 'b', 'c'] },
  hubs: { h: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'No.' } },
  scenes: {
    hi: {
      on: [{ keyword: 'hi' }],
      do: [{ say: 'Hello', quick_replies: ['{{ constants.title }}', { title: 'More', go: 'more' }] }],
    },
    hub: { on: [{ keyword: 'hub' }], do: [{ hub: 'h' }] },
    order: { on: [{ intent: 'order' }], do: [{ say: 'On its way.' }] },
    more: { do: [{ say: 'More.' }] },
    person: { on: [{ keyword: 'person' }], do: [{ hand_over: 'page_inbox' }] },
    comment: { on: [{ comment: 'any' }], do: [{ reply_publicly: 'Thanks' }] },
  },
}
const understand = async () => noUnderstanding
const hub: CallHub = async () => ({ texts: ['Which?'], choices: [{ title }] })

test('a tapped title without a payload is understood as text, also the cut title of a choice of a hub', async (t) => {
  const storyboard = storyboardWith(order)
  for (const text of ['hi', 'hub']) {
    const understood: string[] = []
    const chat = openChat({
      storyboard,
      profile: { pId: asProfileId('1') },
      understand: async (given) => (understood.push(given.text), means('order')),
    })
    const first = await chat.act(text, { hub, understanding: noUnderstanding })
    const tap = 'shown' in first ? (first.shown.at(-1)?.taps[0]?.title ?? '') : ''
    t.is(tap, 'Where is my order o…')
    t.like(await chat.act({ tap }), { shown: [{ text: 'On its way.' }] })
    t.deepEqual(understood, [tap])
  }
  const { actions } = await conversation(storyboard).turn({ text: 'hi' })
  const replies = actions.flatMap((action) =>
    action.do === 'say' ? (action.message.quick_replies ?? []) : [],
  )
  t.deepEqual(
    replies.map(
      (reply) =>
        reply.content_type === 'text' &&
        hasMeaning({ kind: 'message', text: reply.title, payload: reply.payload }),
    ),
    [true, false],
  )
})

test('after a hand-over the bot is silent in Messenger for a day, but not on the feed', async (t) => {
  const chat = openChat({ storyboard: storyboardWith(order), profile: { pId: asProfileId('1') }, understand })
  await chat.act('person')
  const silence = { shown: [], silentBecause: 'silent_handed_over' }
  t.deepEqual(await chat.act('hi'), silence)
  t.like(await chat.act({ comment: 'nice' }), { shown: [{ verb: 'reply_publicly' }] })
  chat.wait(23 * 3_600_000)
  t.deepEqual(await chat.act('hi'), silence)
  chat.wait(3_600_000)
  t.like(await chat.act('hi'), { shown: [{ text: 'I am Bo, a bot.' }, { text: 'Hello' }] })
})
