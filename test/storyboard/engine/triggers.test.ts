import test from 'ava'
import type { Turn } from '../../../src/domain/turn.ts'
import { conversation, means, spoken, storyboardWith } from '../small-storyboard.ts'

const scene = (trigger: object, text: string) => ({ on: [trigger], do: [{ say: text }] })
const like = '369239343222814'

const board = storyboardWith({
  intents: { price: ['how much', 'what does it cost', 'the price please'] },
  scenes: {
    spring: scene({ ad: ['120'] }, 'Spring: {{ event.adTitle }}'),
    ad: scene({ ad: 'any' }, 'From {{ event.source }} {{ event.adId }}'),
    tasting: scene({ lead: ['61002'] }, 'See you, {{ event.lead["First name?"] }}.'),
    lead: scene({ lead: 'any' }, 'Thank you, {{ event.lead.first_name | default: "friend" }}.'),
    ref: scene({ ref: 'spring' }, 'The link.'),
    start: scene({ payload: 'START' }, 'Hello.'),
    offers: scene({ optin: 'OFFERS*' }, 'You get them.'),
    stopped: scene({ optin_stopped: 'OFFERS*' }, 'You get no more.'),
    resumed: scene({ optin_resumed: 'OFFERS*' }, 'You get them again.'),
    thumb: scene({ sticker: 'like' }, 'Fine.'),
    cat: scene({ sticker: '77' }, 'A cat.'),
    sticker: scene({ sticker: 'any' }, 'Nice.'),
    image: scene({ attachment: 'any' }, 'A file.'),
    unclear: scene({ unsupported: 'any' }, 'I cannot see it.'),
    changed: scene({ edited: 'message', intent: 'price' }, 'Five euros now.'),
    comment: { on: [{ edited: 'comment' }], do: [{ reply_publicly: 'Seen: {{ event.text }}' }] },
  },
})

const cases: readonly (readonly [facts: Partial<Turn>, said: readonly string[]])[] = [
  [{ kind: 'referral', adId: '120', adTitle: 'Beans' }, ['Spring: Beans']],
  [{ kind: 'referral', adId: '121', source: 'ADS' }, ['From ADS 121']],
  [{ kind: 'message', text: 'hi', adId: '121', source: 'ADS' }, ['From ADS 121']],
  [{ kind: 'postback', payload: 'START', adId: '120', adTitle: 'Beans' }, ['Spring: Beans']],
  [{ kind: 'lead', formId: '61002', lead: { 'First name?': 'Ada' } }, ['See you, Ada.']],
  [{ kind: 'lead', formId: '61003', adId: '121', lead: { first_name: 'Ada' } }, ['Thank you, Ada.']],
  [{ kind: 'lead', lead: { size: 'L' } }, ['Thank you, friend.']],
  [{ kind: 'referral', adId: '121', ref: 'spring' }, ['The link.']],
  [{ kind: 'postback', payload: 'START' }, ['Hello.']],
  [{ kind: 'optin', payload: 'OFFERS_WEEKLY' }, ['You get them.']],
  [{ kind: 'optin_stopped', payload: 'OFFERS_WEEKLY' }, ['You get no more.']],
  [{ kind: 'optin_resumed', payload: 'OFFERS_WEEKLY' }, ['You get them again.']],
  [{ kind: 'message', attachments: ['sticker'], sticker: like }, ['Fine.']],
  [{ kind: 'message', attachments: ['sticker'], sticker: '77' }, ['A cat.']],
  [{ kind: 'message', attachments: ['sticker'] }, ['Nice.']],
  [{ kind: 'message', attachments: ['image'] }, ['A file.']],
  [{ kind: 'message', isUnsupported: true }, ['I cannot see it.']],
  [{ kind: 'edited_comment', text: 'better', postId: 'p', commentId: 'c' }, ['(publicly) Seen: better']],
  [{ kind: 'edited_message', text: 'nothing of ours' }, []],
]

test('ads, opt-ins, stickers, edits and what Facebook does not tell have triggers of their own', async (t) => {
  for (const [facts, said] of cases)
    t.deepEqual(spoken(await conversation(board).turn(facts)), said, JSON.stringify(facts))
  const edited = { kind: 'edited_message', text: 'what is the price' } as const
  t.deepEqual(spoken(await conversation(board).turn(edited, { understanding: means('price') })), [
    'Five euros now.',
  ])
})

test('edits make turns only where the storyboard asks for them', (t) => {
  const kinds = ['edited_message', 'edited_comment', 'edited_post', 'optin_stopped', 'referral'] as const
  const heard = (trigger: object) =>
    kinds.filter(storyboardWith({ scenes: { a: scene(trigger, 'x') } }).listensTo)
  t.deepEqual(heard({ keyword: 'x' }), [])
  t.deepEqual(heard({ edited: 'message' }), ['edited_message'])
  t.deepEqual(heard({ ad: 'any' }), ['referral'])
  t.deepEqual(heard({ optin_stopped: 'X' }), ['optin_stopped'])
  t.deepEqual(heard({ sticker: 'any' }), [])
})

test('a message that Facebook does not tell gets the fallback, a sticker gets none', async (t) => {
  const plain = storyboardWith({ scenes: { a: scene({ keyword: 'x' }, 'x') } })
  t.deepEqual(spoken(await conversation(plain).turn({ isUnsupported: true })), ['Pardon?'])
  t.deepEqual(spoken(await conversation(plain).turn({ attachments: ['sticker'], sticker: like })), [])
})

test('without at_least, an intent counts as surely as its provider gives it', async (t) => {
  const storyboard = storyboardWith({
    intents: { a: ['aa', 'ab', 'ac'] },
    scenes: { intent: { on: [{ intent: 'a' }], do: [{ say: 'intent' }] } },
  })
  const { turn } = conversation(storyboard)
  t.deepEqual(spoken(await turn({ text: 'x' }, { understanding: means('a', 0.1) })), ['intent'])
})
