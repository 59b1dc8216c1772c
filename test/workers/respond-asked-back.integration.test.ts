/** The bot asks what a customer means: what is stored of the question and the choice, and what a later change does. */
import test from 'ava'
import { findAskedTurn } from '../../src/db/conversation/find-asked-turn.ts'
import { maskUnsent } from '../../src/db/events/mask-unsent.ts'
import { createChooseReply } from '../../workers/respond/choose-reply.ts'
import { fromPage, fromPerson, message, messengerBody } from '../helpers/decoded.ts'
import { openConversation } from '../helpers/stepwise-conversation.ts'
import { storyboardWith } from '../storyboard/small-storyboard.ts'

const storyboard = storyboardWith({
  intents: {
    state: ['where is my order', 'has it been sent', 'track my parcel'],
    stop: ['cancel my order', 'i do not want it', 'please cancel'],
  },
  entities: { number: { pattern: String.raw`\bN\d{3}\b` } },
  unsure: { question: 'Is it one of these?', titles: { state: 'My order', stop: 'Cancel it' } },
  scenes: {
    state: { on: [{ intent: 'state' }], do: [{ say: 'State of {{ entities.number | default: "which" }}.' }] },
    stop: { on: [{ intent: 'stop' }], do: [{ say: 'Cancelled.' }] },
  },
})
const understanding = JSON.stringify({
  provider: 'local',
  version: '1',
  alternatives: [
    { name: 'state', confidence: 0.4 },
    { name: 'stop', confidence: 0.3 },
  ],
  entities: [{ name: 'number', value: 'N123', text: 'N123', confidence: 1 }],
})

const start = Math.floor(Date.now() / 1_000) * 1_000 - 9_000
const asked = message('501', 'm1', start, 'what about N123')
const tapped = (payload: string, mid = 'm2'): string =>
  messengerBody({
    ...fromPerson('501', start + 3_000),
    message: { mid, text: 'a title', quick_reply: { payload } },
  })

/** The customer has written, and the bot has asked. */
async function open() {
  const run = await openConversation()
  const chooseReply = createChooseReply({
    storyboard: () => storyboard,
    callHub: async () => ({ silent: 'timeout' }),
    findCommentHistory: async () => ({ isReplied: false }),
    findAskedTurn: (id) => findAskedTurn(run.db, id),
    showTyping: async () => undefined,
    log: { error: () => undefined },
  })
  const deps = { ...run.deps, chooseReply }
  async function says(...bodies: readonly string[]) {
    await run.nlp(await run.stitch(...bodies))
    await run.database.query("update turn set understanding = ? where facts like '%N123%'", [understanding])
    await run.respond(deps)
    await run.respond(deps)
  }
  await says(asked)
  return {
    ...run,
    says,
    view: async () =>
      await run.database.query('select askedIntents, outcome, answer, meantIntent from askedBack'),
  }
}

const question = ['I am Bo, a bot.', 'Is it one of these?']

test.serial('the question and the choice are stored with their turns', async (t) => {
  const run = await open()
  t.deepEqual(run.sent, question)
  const row = { askedIntents: '["state","stop"]', outcome: 'asked_back' }
  t.deepEqual(await run.view(), [{ ...row, answer: 'no_answer', meantIntent: null }])
  await run.says(tapped('meant:state'))
  t.deepEqual(run.sent, [...question, 'State of N123.'])
  t.deepEqual(await run.view(), [{ ...row, answer: 'intent', meantIntent: 'state' }])
  t.deepEqual(
    await run.database.query(
      'select scene, outcome, answersTurnId - (select min(id) from turn) as after from turn order by id',
    ),
    [
      { scene: null, outcome: 'asked_back', after: null },
      { scene: 'state', outcome: 'answered', after: 0 },
    ],
  )
})

test.serial('something else, and a text in place of a choice, are told apart', async (t) => {
  const other = await open()
  await other.says(tapped('meant:'))
  t.deepEqual(other.sent, [...question, 'Pardon?'])
  t.deepEqual(
    (await other.view()).map(({ answer }) => answer),
    ['something_else'],
  )
  const text = await open()
  await text.says(message('501', 'm2', start + 3_000, 'hello you'))
  t.deepEqual(text.sent, [...question, 'Pardon?'])
  t.deepEqual(
    (await text.view()).map(({ answer }) => answer),
    ['other_text'],
  )
})

const unsent = messengerBody({
  ...fromPerson('501', start + 1_000),
  message: { mid: 'm1', is_deleted: true },
})
const edited = messengerBody({
  ...fromPerson('501', start + 1_000),
  message_edit: { mid: 'm1', text: 'never mind', num_edit: 1 },
})
for (const [title, change] of [
  ['unsent', unsent],
  ['edited', edited],
] as const)
  test.serial(`a first text that was ${title} gives no value to the chosen scene`, async (t) => {
    const run = await open()
    await run.stitch(change)
    await maskUnsent(run.db, Date.now())
    const [row] = await run.database.query('select context from conversation')
    t.false(String(row?.['context']).includes('N123'))
    await run.says(tapped('meant:state'))
    t.deepEqual(run.sent, [...question, 'State of which.'])
  })

test.serial('after a message of an agent, a number is no choice, and a tap still is', async (t) => {
  const run = await open()
  const [row] = await run.database.query('select context from conversation')
  const { askedBack } = JSON.parse(String(row?.['context'])) as { askedBack: { since: number } }
  await run.stitch(
    messengerBody({
      ...fromPage('501', askedBack.since + 1),
      message: { mid: 'm9', text: 'Let me look.', is_echo: true },
    }),
  )
  await run.says(message('501', 'm2', start + 3_000, '1'))
  t.deepEqual(run.sent, [...question, 'Pardon?'])
  await run.says(tapped('meant:stop', 'm3'))
  t.deepEqual(run.sent, [...question, 'Pardon?', 'Cancelled.'])
})
