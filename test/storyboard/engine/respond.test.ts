import { asProfileId } from '../../../src/domain/ids.ts'
import test from 'ava'
import type { CallHub } from '../../../src/storyboard/storyboard.ts'
import { storyboardWith, conversation, means, now, spoken } from '../small-storyboard.ts'
import { order } from '../order-storyboard.ts'

test('messages without a scene are counted, then an agent takes over; stickers and feed events have no fallback', async (t) => {
  const { turn, writes } = conversation(order)
  t.deepEqual(await writes('blah'), ['Pardon?'])
  t.deepEqual(await writes('blah'), ['Again?'])
  t.deepEqual(await writes('blah'), ['An agent comes.', '(hand over to page_inbox)'])
  t.deepEqual(await writes('blah'), ['Pardon?'])
  const quiet = [
    await turn({ attachments: ['sticker'] }),
    await turn({ kind: 'comment', text: 'blah', postId: 'p' }),
  ]
  t.deepEqual(
    quiet.map(({ actions, silentBecause }) => [actions.length, silentBecause]),
    [
      [0, 'no_scene'],
      [0, 'no_scene'],
    ],
  )
})

test('says once, with the first reply, that it is a bot, also in a private reply', async (t) => {
  const first = conversation(order, { context: {} })
  t.deepEqual(await first.writes('when do you open', means('hours')), ['I am Bo, a bot.', 'Nine to six.'])
  t.deepEqual(await first.writes('when do you open', means('hours')), ['Nine to six.'])
  const feed = storyboardWith({
    bot: { name: 'Bo', disclosure: 'I am Bo, a bot.', public_note: '(bot)' },
    scenes: {
      c: {
        on: [{ comment: 'any' }],
        do: [
          { hide: true },
          { reply_publicly: 'Sorry' },
          { reply_privately: 'What is it?' },
          { say: 'Tell us.' },
        ],
      },
    },
  })
  const commented = await conversation(feed, { context: {} }).turn({
    kind: 'comment',
    text: 'bad',
    postId: 'p',
  })
  t.deepEqual(spoken(commented), [
    '(hide)',
    '(publicly) Sorry\n(bot)',
    '(privately) I am Bo, a bot.\n\nWhat is it?\n\nTell us.',
  ])
})

test('when messages do not fit into one private reply, the first text and the disclosure stay', async (t) => {
  const long = 'x'.repeat(640)
  const buttons = [{ title: 'Look', url: 'https://example.com' }]
  const second = {
    image: { image: 'https://example.com/a.jpg' },
    video: { video: 'https://example.com/a.mp4' },
    file: { file: 'https://example.com/a.pdf' },
    cards: { cards: [{ title: 'Latte', subtitle: 'hot' }] },
    buttons: { say: long, buttons },
  }
  for (const [name, action] of Object.entries(second)) {
    const storyboard = storyboardWith({
      scenes: { c: { on: [{ comment: 'any' }], do: [{ reply_privately: 'What is it?' }, action] } },
    })
    const reply = await conversation(storyboard, { context: {} }).turn({ kind: 'comment', text: 'bad' })
    t.deepEqual(spoken(reply), ['(privately) I am Bo, a bot.\n\nWhat is it?'], name)
    t.true(reply.context['told'], name)
  }
  const parts = [
    { reply_privately: 'What is it?', quick_replies: ['An order'] },
    { say: 'Look', buttons },
  ]
  const short = storyboardWith({ scenes: { c: { on: [{ comment: 'any' }], do: parts } } })
  const { actions } = await conversation(short).turn({ kind: 'comment', text: 'bad' })
  t.deepEqual(actions, [
    {
      do: 'private_reply',
      message: {
        quick_replies: [{ content_type: 'text', title: 'An order', payload: 'An order' }],
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'What is it?\n\nLook',
            buttons: [{ type: 'web_url', title: 'Look', url: 'https://example.com' }],
          },
        },
      },
    },
  ])
})

test('the most specific trigger wins, then the first of the file; filters narrow', async (t) => {
  const storyboard = storyboardWith({
    intents: { a: ['aa', 'ab', 'ac'] },
    understanding: { at_least: 0.4 },
    scenes: {
      any: { on: [{ message: 'any' }], do: [{ say: 'any' }] },
      intent: { on: [{ intent: 'a' }], do: [{ say: 'intent' }] },
      vip: { on: [{ intent: 'a', when: 'profile.loyaltyPoints > 100' }], do: [{ say: 'vip' }] },
      keyword: { on: [{ keyword: 'café crème' }], do: [{ say: 'keyword' }] },
      ref: { on: [{ ref: 'flyer-*' }], do: [{ say: 'ref' }] },
      start: { on: [{ payload: 'START' }], do: [{ say: 'start' }] },
      heart: { on: [{ reaction: 'love', of: 'message' }], do: [{ say: 'heart' }] },
      reply: { on: [{ comment: 'any', level: 'reply', page: '1000' }], do: [{ like: true }] },
      post: { on: [{ comment: 'any', post: 'p2' }], do: [{ reply_publicly: 'p2' }] },
    },
  })
  const { turn } = conversation(storyboard)
  const said = async (...args: Parameters<typeof turn>) => spoken(await turn(...args))
  t.deepEqual(await said({ text: 'x' }), ['any'])
  t.deepEqual(await said({ text: 'x' }, { understanding: means('a') }), ['intent'])
  t.deepEqual(await said({ text: 'x' }, { understanding: means('a', 0.3) }), ['any'])
  const regular = { understanding: means('a'), profile: { pId: asProfileId('5'), loyaltyPoints: 101 } }
  t.deepEqual(await said({ text: 'x' }, regular), ['vip'])
  t.deepEqual(await said({ text: 'Un CAFE  creme!' }, regular), ['keyword'])
  t.deepEqual(await said({ kind: 'postback', payload: 'START', ref: 'flyer-1' }), ['ref'])
  t.deepEqual(await said({ kind: 'postback', payload: 'START', ref: 'poster' }), ['start'])
  t.deepEqual(await said({ kind: 'postback', payload: 'scene:keyword' }), ['keyword'])
  t.deepEqual(await said({ kind: 'message_reaction', reaction: 'love' }), ['heart'])
  t.deepEqual(await said({ kind: 'comment', text: 'x', postId: 'p', parentId: 'c' }), ['(like)'])
  t.deepEqual(await said({ kind: 'comment', text: 'x', postId: 'p', parentId: 'p' }), [])
  t.deepEqual(await said({ kind: 'comment', text: 'x', postId: 'p2', parentId: 'p2' }), ['(publicly) p2'])
  const underPhoto = { kind: 'comment', text: 'x', postId: '1000_p2', parentId: 'album_p2' } as const
  t.deepEqual(await said(underPhoto), ['(publicly) p2'])
  t.true(storyboard.listensTo('comment'))
  t.false(storyboard.listensTo('post_reaction'))
})

const says = (text: string) => ({
  scenes: { any: { on: [{ message: 'any' as const }], do: [{ say: text }] } },
})

test('knows whether a scene or hub may use the latest interactions', (t) => {
  t.false(storyboardWith(says('Hello {{ profile.firstName }}')).asksForRecent)
  t.true(storyboardWith(says('{{ recent.size }}')).asksForRecent)
  const hubs = { h: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'No.' } }
  t.true(
    storyboardWith({ hubs, scenes: { any: { on: [{ message: 'any' }], do: [{ hub: 'h' }] } } }).asksForRecent,
  )
})

test('the texts of a hub are said unchanged, its values are stored, and its scene continues; a silent hub has a text', async (t) => {
  const storyboard = storyboardWith({
    variables: { state: null },
    hubs: { h: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'No response.' } },
    scenes: {
      ask: {
        on: [{ keyword: 'ask' }],
        do: [{ hub: 'h', question: 'what' }, { say: 'State {{ context.state }}.' }],
      },
      next: { do: [{ say: 'Points {{ profile.loyaltyPoints }}.' }] },
    },
  })
  t.deepEqual(await conversation(storyboard).writes('ask'), ['No response.', 'State .'])
  const asked: unknown[] = []
  const hub: CallHub = async (request) => {
    asked.push([request.hub, request.question, request.context])
    return {
      texts: ['{{ profile.pId }}'],
      choices: [{ title: 'A title that is far too long', payload: 'P' }],
      profile: { loyaltyPoints: 5 },
      context: { state: 'sent', unheard: 1 },
      scene: 'next',
    }
  }
  const answered = conversation(storyboard, { hub })
  t.deepEqual(await answered.writes('ask'), ['{{ profile.pId }}', 'Points 5.'])
  t.deepEqual(answered.context(), { told: true, missed: 0, slots: {}, variables: { state: 'sent' } })
  t.deepEqual(asked, [
    [{ name: 'h', url: 'env:URL', secret: 'env:SECRET', budgetMs: 1_500 }, 'what', { state: null }],
  ])
})

test('a reply that is too late is replaced by one text, said once', async (t) => {
  const storyboard = storyboardWith({
    too_late: { after_minutes: 60, say: 'Sorry, we were away.' },
    scenes: { any: { on: [{ message: 'any' }], do: [{ say: 'any' }] } },
  })
  const { turn } = conversation(storyboard)
  t.deepEqual(spoken(await turn({ text: 'a', ts: now - 3_600_001 })), ['Sorry, we were away.'])
  const second = await turn({ text: 'b', ts: now - 3_600_001 })
  t.deepEqual([second.actions.length, second.silentBecause], [0, 'too_late'])
  t.deepEqual(spoken(await turn({ text: 'c', ts: now - 3_600_000 })), ['any'])
})

test("the customer's language is used, quick replies are on the last message, and scenes in a loop end", async (t) => {
  const storyboard = storyboardWith({
    languages: ['en', 'de'],
    timezone: 'Europe/Berlin',
    scenes: {
      hi: {
        on: [{ keyword: 'hi' }],
        do: [
          {
            say: { en: 'Hello', de: 'Hallo' },
            quick_replies: [{ title: { en: 'Yes', de: 'Ja' }, go: 'round' }, { request: 'email' }],
          },
          { say: "{{ 'now' | date: '%H:%M' }}" },
        ],
      },
      round: {
        on: [{ keyword: 'round' }],
        // oxlint-disable-next-line unicorn/no-thenable -- a word of the format, and a list
        do: [{ set: { 'context.n': 1 } }, { if: 'now', then: [{ go: 'round' }] }],
      },
    },
  })
  const { turn } = conversation(storyboard)
  const { actions } = await turn({ text: 'hi' }, { profile: { pId: asProfileId('5'), locale: 'de_AT' } })
  t.deepEqual(actions, [
    { do: 'say', message: { text: 'Hallo' } },
    {
      do: 'say',
      message: {
        text: '13:00',
        quick_replies: [
          { content_type: 'text', title: 'Ja', payload: 'scene:round' },
          { content_type: 'user_email' },
        ],
      },
    },
  ])
  t.is((await turn({ text: 'round' })).silentBecause, 'nothing_to_say')
})

const scenes = { any: { on: [{ message: 'any' }], do: [{ say: 'any' }] } }

for (const [title, more, expected] of [
  ['in the first language of the storyboard', {}, 'Han sido muchos mensajes.'],
  ['with the text of the storyboard', { too_many: { say: 'Despacio.' } }, 'Despacio.'],
  ['or nothing', { too_many: { say: false } }, undefined],
] as const)
  test(`tells a customer who writes too fast, ${title}`, async (t) => {
    const { turn } = conversation(storyboardWith({ languages: ['es'], ...more, scenes }))
    const { actions } = await turn({ text: 'hi' }, { isTooMany: true })
    const [action] = actions
    const said = action?.do === 'say' ? action.message.text : undefined
    t.is(said?.slice(0, expected?.length), expected)
  })
