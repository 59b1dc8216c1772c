import test from 'ava'
import type { Reply } from '../../../src/domain/reply.ts'
import { createPlayedCodes, playedCode } from '../../../src/storyboard/transcript/played-codes.ts'
import type { CallHub, ContactCodes, HubRequest } from '../../../src/storyboard/storyboard.ts'
import { noUnderstanding, now, storyboardWith, turnOf } from '../small-storyboard.ts'

const minuteMs = 60_000
const verify = {
  verify: 'email',
  of: '{{ slots.mail }}',
  sent_by: 'mailer',
  question: 'Your code?',
  again: 'Other digits.',
  attempts: 2,
  minutes: 5,
  on_failure: [{ say: 'Not proved.' }],
  on_cancel: [{ say: 'Fine.' }],
}
const storyboard = storyboardWith({
  hubs: { mailer: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'Silent.' } },
  scenes: {
    prove: {
      on: [{ keyword: 'prove' }],
      do: [
        { ask: 'mail', question: 'Which mail?' },
        verify,
        { set: { 'profile.email': '{{ slots.mail }}' } },
        { ask: 'number', question: 'How many?', type: 'number' },
      ],
    },
    other: { on: [{ keyword: 'shops' }], do: [{ say: 'In Berlin.' }] },
  },
})

interface Played {
  readonly codes?: ContactCodes
  readonly hub?: CallHub
}

/** Each text with the time that has passed before it, ms. */
async function play(texts: readonly (string | readonly [string, number])[], given: Played = {}) {
  const asked: HubRequest[] = []
  const codes = given.codes ?? createPlayedCodes()
  let context: Reply['context'] = { told: true }
  let at = now
  const replies: Reply[] = []
  for (const each of texts) {
    const [text, laterMs] = typeof each === 'string' ? [each, 1_000] : each
    at += laterMs
    const reply = await storyboard.respond(
      {
        turn: turnOf({ text, ts: at }),
        understanding: noUnderstanding,
        profile: { pId: turnOf({}).pId },
        context,
        recent: [],
        now: at,
      },
      {
        codes,
        hub: async (request) => {
          asked.push(request)
          return (await given.hub?.(request)) ?? {}
        },
      },
    )
    context = reply.context
    replies.push(reply)
  }
  const last = replies.at(-1)
  const said = last?.actions.map((action) => (action.do === 'say' ? action.message.text : action.do))
  return { asked, last, said }
}

const until = ['prove', 'Ada@Example.com'] as const

test('the hub gets the code and the contact, and the right code proves it', async (t) => {
  const { asked, said, last } = await play([...until, `it is ${playedCode}`])
  t.deepEqual(
    asked.map((request) => request.verify),
    [{ kind: 'email', value: 'ada@example.com', code: playedCode, minutes: 5 }],
  )
  t.deepEqual(last?.proved, [{ kind: 'email', value: 'ada@example.com' }])
  t.is(last?.profile?.email, 'Ada@Example.com')
  // The code is no value for the next question.
  t.deepEqual(said, ['How many?'])
})

test('a wrong code is asked again, and after the last attempt nothing is proved', async (t) => {
  t.deepEqual((await play([...until, '111111'])).said, ['Other digits.'])
  const { said, last } = await play([...until, '111111', '222 222'])
  t.deepEqual([said, last?.proved, last?.context['waiting']], [['Not proved.'], undefined, undefined])
  t.deepEqual((await play([...until, '111111', playedCode])).last?.proved?.length, 1)
})

test('a code that comes too late proves nothing', async (t) => {
  t.deepEqual((await play([...until, [playedCode, 5 * minuteMs + 1]])).said, ['Not proved.'])
})

test('where no code can be sent, the scene goes on with on_failure', async (t) => {
  t.deepEqual((await play(['prove', 'no address'])).said, ['Not proved.'])
  t.deepEqual((await play([...until], { hub: async () => ({ silent: 'timeout' }) })).said, ['Not proved.'])
  const none: ContactCodes = { create: async () => undefined, check: async () => 'over' }
  t.deepEqual((await play([...until], { codes: none })).said, ['Not proved.'])
})

test('a message without a code cancels, changes the topic or asks again, and is no attempt', async (t) => {
  t.deepEqual((await play([...until, 'cancel'])).said, ['Fine.'])
  t.deepEqual((await play([...until, 'shops'])).said, ['In Berlin.'])
  t.deepEqual((await play([...until, 'wait', '111111', playedCode])).last?.proved?.length, 1)
  for (const digits of ['12345', '1234567', '12.3456', '123456789'])
    t.is((await play([...until, digits])).last?.proved, undefined, digits)
})

test('digits of another script are the same code', async (t) => {
  t.is((await play([...until, '١٢٣٤٥٦'])).last?.proved?.length, 1)
})

test('a storyboard without the hub, or with verify beside also, has a mistake', (t) => {
  const scene = { on: [{ keyword: 'prove' }], do: [verify] }
  t.throws(() => storyboardWith({ scenes: { prove: scene } }), { message: /no hub "mailer"/ })
  const hubs = { mailer: { url: 'env:URL', secret: 'env:SECRET', when_silent: 'Silent.' } }
  t.throws(() => storyboardWith({ hubs, scenes: { prove: { ...scene, also: true } } }), { message: /also/ })
  const later = { do: [{ after: '2 hours', do: [verify] }], on: [{ keyword: 'prove' }] }
  t.throws(() => storyboardWith({ hubs, scenes: { prove: later } }), { message: /verify cannot be in/ })
})
