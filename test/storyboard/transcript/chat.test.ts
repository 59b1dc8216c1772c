import { asProfileId } from '../../../src/domain/ids.ts'
import test from 'ava'
import { hasMeaning } from '../../../src/domain/turn.ts'
import type { CallHub } from '../../../src/storyboard/storyboard.ts'
import { openChat } from '../../../src/storyboard/transcript/chat.ts'
import type { CustomerActs, PageWrites } from '../../../src/storyboard/transcript/schema.ts'
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

test('a message of the Page silences the bot for two hours, unless it is an automatic one', async (t) => {
  const page = { automatic_apps: ['1234567890123'] }
  const hello = { shown: [{ text: 'Hello' }] }
  const silences = async (by: PageWrites['by'], { isFirst }: { isFirst: boolean }) => {
    const chat = openChat({
      storyboard: storyboardWith({ ...order, page }),
      profile: { pId: asProfileId('1') },
      understand,
    })
    await chat.act('hi')
    if (!isFirst) await chat.act('hi')
    chat.pageWrites(by)
    const after = await chat.act('hi')
    if (!('silentBecause' in after)) return t.like(after, hello)
    t.deepEqual(after.shown, [])
    chat.wait(2 * 3_600_000)
    t.like(await chat.act('hi'), hello)
    return after.silentBecause
  }
  t.is(await silences('agent', { isFirst: true }), 'silent_person')
  t.is(await silences({ app: '99999' }, { isFirst: true }), 'silent_other_app')
  t.is(await silences('instant_reply', { isFirst: false }), 'silent_person', 'long after the first contact')
  t.true(await silences('instant_reply', { isFirst: true }))
  t.true(await silences('ad_greeting', { isFirst: false }))
  t.true(await silences({ app: '1234567890123' }, { isFirst: false }))
})

test('one click that Facebook tells of twice has one reply, and a second click another one', async (t) => {
  const scenes = { link: { on: [{ ref: 'table' }], do: [{ say: 'Welcome' }] } }
  const chat = openChat({
    storyboard: storyboardWith({ scenes }),
    profile: { pId: asProfileId('1') },
    understand,
  })
  const texts = async (acts: CustomerActs) => {
    const result = await chat.act(acts)
    return 'shown' in result ? result.shown.map(({ text }) => text) : []
  }
  t.deepEqual(await texts({ text: 'Hello', ref: 'table' }), ['I am Bo, a bot.', 'Welcome'])
  t.deepEqual(await texts({ ref: 'table' }), [])
  chat.wait(3_600_000)
  t.deepEqual(await texts({ ref: 'table' }), ['Welcome'])
})
