/** What Facebook tells twice, in two forms, gets one reply. */
import test from 'ava'
import { commitDecision } from '../../src/db/conversation/commit-decision.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createConversationReader } from '../../src/db/conversation/read-conversation.ts'
import { findRepeat } from '../../src/db/conversation/repeated-turns.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { createLateness } from '../../src/domain/lateness.ts'
import { longestYieldMs, messengerTurnKinds, replyChannels } from '../../src/domain/turn.ts'
import { createRespondStep } from '../../workers/respond.ts'
import {
  comment,
  decodeAll,
  feedBody,
  fromPerson,
  message,
  messengerBody,
  pageId,
} from '../helpers/decoded.ts'
import { openTables } from '../helpers/open-tables.ts'
import { respondDepsOf } from '../helpers/worker-ports.ts'

const start = Math.floor(Date.now() / 1_000) * 1_000 - 60_000
const at = (seconds: number): number => start + seconds * 1_000

/** A turn waits no longer for its understanding, which nobody brings here. */
const waitedMs = longestYieldMs + 5_000

/** The storyboard greets a click by its ref or ad, and quotes everything else. */
async function open() {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, {
    conversationRules: {
      listensTo: () => true,
      lateness: createLateness(),
      ownAppId: '42',
      silenceMs: 0,
      now: Date.now,
    },
  })
  const sent: string[] = []
  const deps = respondDepsOf({
    conversations: createConversationReader(db),
    wakeUps: createWakeUps(db),
    outbound: createOutboundRows(db, Date.now),
    findRepeat: (turn) => findRepeat(db, turn),
    commitDecision: (turn, decision) => commitDecision(db, turn, { ...decision, isOnce: true }),
    async chooseReply({ turn }) {
      const click = turn.ref ?? turn.adId
      const text = click === undefined ? `${turn.kind}: ${turn.text ?? ''}` : `welcome by ${click}`
      const isMessage = messengerTurnKinds.includes(turn.kind)
      const action = isMessage
        ? ({ do: 'say', message: { text } } as const)
        : ({ do: 'comment', text } as const)
      return { actions: [action], context: {}, scene: click === undefined ? 'quote' : 'welcome' }
    },
    async send({ action }) {
      sent.push(
        action.do === 'say' ? (action.message.text ?? '') : action.do === 'comment' ? action.text : action.do,
      )
      return { platformId: `p${sent.length}` }
    },
    now: Date.now,
  })
  const respond = createRespondStep(deps)
  return {
    database,
    sent,
    stitch: async (...bodies: readonly string[]) => await record(decodeAll(bodies).events),
    async respond() {
      await database.query(
        'update turn set readyTs = 0, openedTs = openedTs - ?, handledTs = handledTs - ?',
        [waitedMs, waitedMs],
      )
      await database.query('update contentState set textSeenTs = textSeenTs - ?', [waitedMs])
      const rows = await database.query('select id from conversation')
      // At the same time: a comment and its mention are in two conversations, at two workers.
      await Promise.all(
        rows.flatMap(({ id }) =>
          replyChannels.map((channel) =>
            respond({ v: 1, conversationId: asConversationId(String(id)), channel }),
          ),
        ),
      )
    },
    outcomes: async () =>
      (await database.query('select outcome from turn order by ts, id')).map(({ outcome }) => outcome),
  }
}

const spring = { ref: 'ad-spring', source: 'ADS', type: 'OPEN_THREAD' }
const summer = { ad_id: '7', source: 'ADS', type: 'OPEN_THREAD' }
const item = (seconds: number, body: object): string =>
  messengerBody({ ...fromPerson('601', at(seconds)), ...body })
const clicks = (seconds: number, referral: object): string => item(seconds, { referral })
const says = (seconds: number, referral: object, mid = 'm1'): string =>
  item(seconds, { message: { mid, text: 'hi', referral } })
const taps = (seconds: number, referral: object): string =>
  item(seconds, { postback: { mid: 'p1', title: 'Get Started', payload: 'GET_STARTED', referral } })

const clicked: Record<string, readonly [bodies: readonly string[], sent: readonly string[]]> = {
  'in a message, and 0.3 s later as an event': [
    [says(1, spring), clicks(1.3, spring)],
    ['welcome by ad-spring'],
  ],
  'as an event, and in a message that follows': [
    [clicks(1, summer), says(40, summer)],
    ['welcome by 7', 'message: hi'],
  ],
  'in a tap on Get Started, and as an event': [
    [taps(1, spring), clicks(1.3, spring)],
    ['welcome by ad-spring'],
  ],
  'as an event, and in a tap on Get Started': [[clicks(1, summer), taps(2, summer)], ['welcome by 7']],
  'twice, as the customer clicked twice': [
    [clicks(1, spring), clicks(30, spring)],
    ['welcome by ad-spring', 'welcome by ad-spring'],
  ],
  'of two ads': [
    [clicks(1, spring), says(30, summer)],
    ['welcome by ad-spring', 'welcome by 7'],
  ],
}

for (const [title, [bodies, sent]] of Object.entries(clicked))
  for (const order of ['together', 'one by one'] as const)
    test.serial(`a click that is told ${title}: ${order}`, async (t) => {
      const run = await open()
      if (order === 'together') await run.stitch(...bodies)
      else
        for (const body of bodies) {
          await run.stitch(body)
          await run.respond()
        }
      await run.respond()
      t.deepEqual(run.sent, sent)
    })

test.serial('a click in a message that arrives after the event that followed it', async (t) => {
  const run = await open()
  await run.stitch(clicks(1.3, spring))
  await run.respond()
  await run.stitch(says(1, spring))
  await run.respond()
  t.deepEqual(run.sent, ['welcome by ad-spring', 'message: hi'])
})

const commented = comment('c1', at(1), { message: 'look at this' })
const mentioned = feedBody(
  { item: 'comment', verb: 'add', comment_id: '9_c1', post_id: `${pageId}_9`, message: 'look at this' },
  at(1),
  'mention',
)
const posted = feedBody(
  { item: 'post', verb: 'add', post_id: `${pageId}_8`, from: { id: '501', name: 'Ada' }, message: 'hello' },
  at(1),
)
const postMentioned = feedBody(
  { item: 'post', verb: 'add', post_id: '5150_8', message: 'hello' },
  at(1),
  'mention',
)

for (const [title, first, second] of [
  ['comment', commented, mentioned],
  ['post of a visitor', posted, postMentioned],
] as const)
  for (const order of ['first', 'last', 'together'] as const)
    test.serial(`a ${title} that comes as a mention, too, gets one public reply: ${order}`, async (t) => {
      const run = await open()
      const bodies = order === 'last' ? [second, first] : [first, second]
      if (order === 'together') await run.stitch(...bodies)
      else
        for (const body of bodies) {
          await run.stitch(body)
          await run.respond()
        }
      await run.respond()
      await run.respond()
      t.is(run.sent.length, 1, run.sent.join())
      t.deepEqual([...new Set(await run.outcomes())].map(String).toSorted(), ['answered', 'same_content'])
      t.is((await run.database.query('select 1 from interaction')).length, 2)
    })

const edit = (seconds: number, text: string, number: number): string =>
  item(seconds, { message_edit: { mid: 'm1', text, num_edit: number } })

test.serial('an edit before the reply is no turn of its own, one after it is', async (t) => {
  const run = await open()
  await run.stitch(message('601', 'm1', at(1), 'old'), edit(2, 'new', 1))
  await run.respond()
  t.deepEqual(run.sent, ['message: new'])
  await run.stitch(edit(3, 'newer', 2), edit(4, 'newest', 3))
  await run.respond()
  t.deepEqual(run.sent, ['message: new', 'edited_message: newest'])
  await run.stitch(comment('c2', at(1), { message: 'old' }))
  await run.respond()
  await run.stitch(comment('c2', at(9), { message: 'new', verb: 'edited' }))
  await run.respond()
  t.deepEqual(run.sent.slice(2), ['comment: old', 'edited_comment: new'])
})
