// oxlint-disable unicorn/no-thenable -- `then` is a word of the format, and a list
import { asProfileId } from '../../../src/domain/ids.ts'
import test from 'ava'
import * as fc from 'fast-check'
import type { Reply, JsonObject, OutgoingMessage } from '../../../src/domain/reply.ts'
import type { TurnKind } from '../../../src/domain/turn.ts'
import { platformLimits as limits } from '../../../src/storyboard/platform-limits.ts'
import { fit } from '../../../src/storyboard/texts.ts'
import {
  storyboardWith,
  conversation,
  holding,
  means,
  noUnderstanding,
  now,
  silentHub,
  turnOf,
} from '../small-storyboard.ts'

/** Repeats the text of the customer at every place that can have a text. */
const parrot = storyboardWith({
  intents: { a: ['aa', 'ab', 'ac'] },
  entities: { e: { pattern: '[a-z]+' } },
  variables: { said: null },
  hubs: { h: { url: 'env:U', secret: 'env:S', when_silent: '{{ event.text }}' } },
  bot: { name: 'Bo', disclosure: 'I am Bo, {{ profile.firstName }}.', public_note: '(bot)' },
  scenes: {
    all: {
      on: [
        { message: 'any' },
        { payload: '*' },
        { comment: 'any' },
        { visitor_post: 'any' },
        { reaction: 'any' },
        { optin: '*' },
      ],
      do: [
        {
          set: {
            'context.said': '{{ event.text }}',
            'slots.said': '{{ event.text }}',
            'profile.city': '{{ event.text }}',
          },
        },
        {
          say: '{{ event.text }}{{ context.said }}',
          quick_replies: ['{{ event.text }}', { title: '{{ event.text }}', go: 'asks' }],
        },
        {
          say: '{{ event.text }}',
          buttons: [{ title: '{{ event.text }}', url: 'https://x.example/{{ event.text }}' }],
        },
        { image: '{{ event.text }}' },
        {
          cards: [
            {
              title: '{{ event.text }}',
              subtitle: '{{ event.text }}',
              buttons: [{ title: '{{ event.text }}', payload: 'P' }],
            },
          ],
        },
        { reply_publicly: '{{ event.text }}', image: '{{ event.text }}' },
        { reply_privately: '{{ event.text }}' },
        { hub: 'h' },
        { if: 'event.text == context.said', then: [{ go: 'asks' }] },
      ],
    },
    asks: {
      on: [{ intent: 'a' }, { mention: 'any' }, { rating: 'any' }],
      do: [
        { ask: 'e', question: '{{ event.text }}?', entity: 'e', choices: ['{{ event.text }}', 'b'] },
        { ask: 'n', question: 'n', type: 'number', valid: 'value != event.text' },
        { ask: 't', question: 't' },
        { hand_over: 'page_inbox', note: '{{ event.text }}{{ slots.t }}' },
      ],
    },
  },
})

const kinds: readonly TurnKind[] = [
  'message',
  'postback',
  'referral',
  'optin',
  'message_reaction',
  'comment',
  'visitor_post',
  'mention',
  'rating',
  'post_reaction',
]
const evil = fc.constantFrom(
  '{{ profile.pId }}',
  '{% for i in (1..100000) %}x{% endfor %}',
  '{{',
  '%}',
  'choice:e:0',
  'scene:asks',
  '__proto__',
  'constructor',
  '\ud800',
  '👩‍👩‍👧‍👦'.repeat(300),
  'x'.repeat(9_000),
)
/** About as long as what Facebook takes. */
const edges = fc
  .tuple(fc.constantFrom(20, 80, 640, 1_000, 2_000, 8_000), fc.integer({ min: -1, max: 4 }))
  .map(([limit, more]) => 'y'.repeat(limit + more))
const words = fc.oneof(edges, fc.string({ unit: 'binary', maxLength: 3_000 }), fc.string(), evil)
const turns = fc.record(
  {
    kind: fc.constantFrom(...kinds),
    text: words,
    payload: words,
    ref: words,
    reaction: words,
    rating: words,
    name: words,
    attachments: fc.array(words, { maxLength: 3 }),
  },
  { requiredKeys: ['kind'] },
)
const understandings = fc.oneof(
  fc.constantFrom(noUnderstanding, means('a'), means('unknown'), means('__proto__')),
  words.map((text) => holding('e', text)),
)
const json = fc.jsonValue({ maxDepth: 3 })
const contexts = fc.oneof(
  fc.dictionary(fc.constantFrom('told', 'missed', 'waiting', 'slots', 'variables', 'lateTold', 'x'), json),
  fc.record({
    slots: fc.dictionary(fc.string({ maxLength: 9 }), fc.constant('z'.repeat(1_990)), { minKeys: 9 }),
  }),
  fc.record({
    slots: fc.dictionary(words, json),
    variables: fc.dictionary(words, json),
    waiting: fc.record({
      root: fc.constantFrom('asks', 'all', 'fallback:', '__proto__'),
      path: fc.array(fc.oneof(fc.nat(3), fc.constantFrom('then', 'else', '__proto__')), { maxLength: 4 }),
      slot: fc.constantFrom('e', 'n', 't', '__proto__'),
      misses: fc.nat(5),
      since: fc.constant(now),
    }),
  }),
) as fc.Arbitrary<JsonObject>

function problemsOf({ actions, context }: Reply): string[] {
  const problems: string[] = []
  const atMost = (what: string, text: string, limit: number) => {
    if (text.length > limit || text === '' || !text.isWellFormed()) problems.push(`${what}: ${text.length}`)
  }
  const message = ({ text, attachment, quick_replies: replies }: OutgoingMessage) => {
    if (text === undefined && attachment === undefined) problems.push('empty message')
    if (text !== undefined) atMost('text', text, limits.text)
    if (replies !== undefined && (replies.length > limits.quickReplies || replies.length === 0))
      problems.push('replies')
    for (const reply of replies ?? []) {
      if (reply.content_type !== 'text') continue
      atMost('title', reply.title, limits.quickReplyTitle)
      atMost('payload', reply.payload, limits.payload)
    }
    const payload = attachment?.payload
    if (payload === undefined) return
    if ('url' in payload) return void (URL.canParse(payload.url) || problems.push('url'))
    const buttons =
      payload.template_type === 'button'
        ? payload.buttons
        : payload.elements.flatMap((card) => card.buttons ?? [])
    if (payload.template_type === 'button') atMost('button text', payload.text, limits.buttonText)
    else for (const card of payload.elements) atMost('card', card.title, limits.cardTitle)
    for (const button of buttons) if ('title' in button) atMost('button', button.title, limits.buttonTitle)
  }
  for (const action of actions) {
    if (action.do === 'say' || action.do === 'private_reply') message(action.message)
    if (action.do === 'comment') atMost('comment', action.text, limits.comment)
    if (action.do === 'hand_over' && action.metadata !== undefined)
      atMost('note', action.metadata, limits.payload)
  }
  if (actions.filter((action) => action.do === 'private_reply').length > 1)
    problems.push('two private replies')
  if (Buffer.byteLength(JSON.stringify(context)) > 16_384) problems.push('context too large')
  return problems
}

test('any message with any stored context: no exception, no limit exceeded, the same reply again', async (t) => {
  await fc.assert(
    fc.asyncProperty(turns, understandings, contexts, async (facts, understanding, context) => {
      const input = {
        turn: turnOf(facts),
        understanding,
        profile: { pId: asProfileId('5') },
        recent: [],
        now,
        context,
      }
      const reply = await parrot.respond(input, { hub: silentHub })
      const again = await parrot.respond(structuredClone(input), { hub: silentHub })
      return problemsOf(reply).length === 0 && JSON.stringify(reply) === JSON.stringify(again)
    }),
    { numRuns: 300 },
  )
  t.deepEqual(problemsOf({ actions: [{ do: 'comment', text: '' }], context: {} }), ['comment: 0'])
})

test('a template in the text of a customer is said back unchanged, never run', async (t) => {
  for (const text of ['{{ profile.pId }}', '{% if true %}yes{% endif %}', "{{ 'x' | upcase }}"]) {
    const { actions } = await conversation(parrot).turn({ text })
    t.true(JSON.stringify(actions).includes(JSON.stringify(text).slice(1, -1)))
    t.false(JSON.stringify(actions).includes('"5"'))
    const named = await conversation(parrot, {
      context: {},
      profile: { pId: asProfileId('5'), firstName: text },
    }).turn({
      text: 'x',
    })
    t.deepEqual(named.actions[0], { do: 'say', message: { text: `I am Bo, ${text}.` } })
  }
})

test('cutting a text leaves whole characters and adds an ellipsis', (t) => {
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 60 }), (text, limit) => {
      const cut = fit(text, limit)
      return cut.length <= limit && cut.isWellFormed() && (text.length <= limit || cut.endsWith('…'))
    }),
  )
  t.is(fit('Hello 👩‍👩‍👧‍👦 you', 12), 'Hello…')
  t.is(fit('Hello', 5), 'Hello')
})
