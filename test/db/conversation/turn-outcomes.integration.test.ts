/** `turn.outcome` follows the parts of the reply, which a worker, an echo or an operator settles. */
import test from 'ava'
import { commitDecision } from '../../../src/db/conversation/commit-decision.ts'
import { createOutboundRows, type Settlement } from '../../../src/db/conversation/outbound.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createConversationReader } from '../../../src/db/conversation/read-conversation.ts'
import { messengerChannel } from '../../../src/domain/event.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import { asConversationId, asPageId, asProfileId, asPsid } from '../../../src/domain/ids.ts'
import { toMetadata } from '../../../src/domain/outbound.ts'
import type { Reply, ReplyAction } from '../../../src/domain/reply.ts'
import type { TurnOutcome } from '../../../src/domain/reasons.ts'
import { decodeAll, ownEcho, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { minuteMs, now } from '../../helpers/worker-ports.ts'

const echoMark = '0123456789abcdef'
const say = (text: string): ReplyAction => ({ do: 'say', message: { text } })

/** A turn whose reply of these actions is committed. Its parts are settled by their step. */
async function openReply(actions: readonly ReplyAction[], more: Pick<Reply, 'outcome'> = {}) {
  const { db, database } = await openTables()
  const { insertId } = await db
    .insertInto('conversation')
    .values({ pageId: asPageId(pageId), psid: asPsid('601') })
    .executeTakeFirstOrThrow()
  const conversationId = asConversationId(String(insertId))
  const times = { ts: String(now), openedTs: String(now), readyTs: String(now) }
  await db
    .insertInto('turn')
    .values({
      ...times,
      kwInteractionId: '4000000000',
      conversationId,
      pId: asProfileId('facebook:601'),
      facts: JSON.stringify({ kind: 'message', text: 'Hello' }),
    })
    .execute()
  const snapshot = await createConversationReader(db).read(conversationId, {
    channel: messengerChannel,
    repliesSince: now - minuteMs,
  })
  if (snapshot.turn === undefined) throw new Error('the conversation has an open turn')
  await commitDecision(db, snapshot.turn, {
    reply: { actions, context: {}, ...more },
    chosenBy: snapshot,
    outcome: 'waiting',
    actions: actions.map((action) => ({ action, causedTs: now })),
    echoMark,
    expiresTs: now + 15 * minuteMs,
    now,
    claimsFirst: false,
  })
  const counted: TurnOutcome[] = []
  const rows = createOutboundRows(
    db,
    () => now,
    (outcome) => counted.push(outcome),
  )
  const idOf = async (step: number): Promise<string> => {
    const [row] = await database.query('select id from outbound where step = ?', [step])
    return String(row?.['id'])
  }
  return {
    database,
    db,
    counted,
    rows,
    idOf,
    /** As a worker does it: find, claim, settle. */
    async send(step: number, settlement: Settlement): Promise<void> {
      const id = await idOf(step)
      const row = await rows.find(id)
      await rows.claim(id, now)
      await rows.settle(id, ['sending'], { ...settlement, ofClaim: now, rest: row?.rest })
    },
    async outcome(): Promise<unknown> {
      const [row] = await database.query('select outcome from turn')
      return row?.['outcome']
    },
  }
}

const sent: Settlement = { to: 'sent', platformId: 'm_1' }
const refused: Settlement = { to: 'failed', reason: 'parameter' }

test.serial('a turn waits until the last part of its reply is sent, and is counted once', async (t) => {
  const { send, outcome, counted } = await openReply([say('one'), say('two')])
  const seen = [await outcome()]
  for (const step of [0, 1]) {
    await send(step, { ...sent, platformId: `m_${step}` })
    seen.push(await outcome())
  }
  t.deepEqual(seen, ['waiting', 'waiting', 'answered'])
  t.deepEqual(counted, ['answered'])
})

for (const [title, actions, more, settlements, expected] of [
  ['a fallback', [say('Pardon?')], { outcome: 'not_understood' }, [sent], 'not_understood'],
  ['a hide alone', [{ do: 'hide' }], {}, [{ to: 'sent' }], 'acted'],
  ['a refused part before a sent one', [say('one'), say('two')], {}, [refused, sent], 'partly_failed'],
  ['a refused part after a sent one', [say('one'), say('two')], {}, [sent, refused], 'partly_failed'],
  ['a reply that Facebook refuses', [say('one')], {}, [refused], 'failed'],
  ['a dead token', [say('one')], {}, [{ to: 'pending', reason: 'token' }], 'waiting'],
  ['a held message', [say('one')], {}, [{ to: 'held', reason: 'outcome_unclear' }], 'held'],
  ['an agent who wrote', [say('one')], {}, [{ to: 'suppressed', reason: 'silent_person' }], 'silent_person'],
  ['a reply that is too old', [say('one')], {}, [{ to: 'expired', reason: 'too_late' }], 'too_late'],
] as const)
  test.serial(`the outcome after ${title} is ${expected}`, async (t) => {
    const { send, outcome, counted } = await openReply(actions, more)
    for (const [step, settlement] of settlements.entries()) await send(step, settlement)
    t.is(await outcome(), expected)
    t.deepEqual(counted, expected === 'waiting' ? [] : [expected])
  })

test.serial('the outcome follows an operator: held, resent, sent; held, dropped', async (t) => {
  const { send, outcome, rows, idOf, counted } = await openReply([say('one')])
  await send(0, { to: 'held', reason: 'outcome_unclear' })
  const id = await idOf(0)
  await rows.settle(id, ['held'], { to: 'pending', reason: 'resent_by_hand' })
  t.is(await outcome(), 'waiting')
  await send(0, sent)
  t.is(await outcome(), 'answered')
  t.deepEqual(counted, ['held', 'answered'])
  const dropped = await openReply([say('one'), say('two')])
  await dropped.send(0, { ...sent, platformId: 'm_2' })
  await dropped.rows.settle(await dropped.idOf(1), ['pending'], { to: 'failed', reason: 'given_up_by_hand' })
  t.is(await dropped.outcome(), 'partly_failed')
})

test.serial('an operator who drops a part while the one before is sent leaves no turn waiting', async (t) => {
  const { rows, idOf, outcome } = await openReply([say('one'), say('two')])
  const id = await idOf(0)
  const row = await rows.find(id)
  await rows.claim(id, now)
  const dropping = rows.settle(await idOf(1), ['pending'], { to: 'failed', reason: 'given_up_by_hand' })
  await rows.settle(id, ['sending'], { ...sent, ofClaim: now, rest: row?.rest })
  t.true(await dropping)
  t.is(await outcome(), 'partly_failed')
})

test.serial('an echo that settles the last part ends the turn', async (t) => {
  const { send, outcome, database, db, idOf } = await openReply([say('one')])
  await send(0, { to: 'unknown', reason: 'ECONNRESET' })
  t.is(await outcome(), 'waiting')
  const metadata = toMetadata({ id: await idOf(0), claimedTs: now, echoMark })
  const { events } = decodeAll([ownEcho('601', 'm1', now, metadata)])
  const found: unknown[] = []
  const { record } = createEventRecorder(db, {
    conversationRules: {
      listensTo: () => false,
      lateness: createLateness(),
      ownAppId: '42',
      silenceMs: 1,
      now: () => now + 1_000,
      onEchoes: (echoes) => void found.push(...echoes),
    },
  })
  await record(events)
  t.deepEqual(await database.query('select state from outbound'), [{ state: 'sent' }])
  t.is(await outcome(), 'answered')
  t.deepEqual(found, [{ is: 'outcome', outcome: 'answered' }])
})

test.serial('a turn of an earlier version keeps its outcome', async (t) => {
  const { send, outcome, database } = await openReply([say('one')])
  await database.query("update turn set outcome = 'answered', outcomeIfSent = null")
  await send(0, sent)
  t.is(await outcome(), 'answered')
})

test.serial('the notice about the limit gives an open turn no outcome', async (t) => {
  const { database, rows, idOf, counted } = await openReply([say('One moment.')])
  const id = await idOf(0)
  await database.query('update outbound set step = 65535')
  await database.query("update turn set state = 'open', outcome = null, outcomeIfSent = null")
  const row = await rows.find(id)
  await rows.claim(id, now)
  t.true(await rows.settle(id, ['sending'], { ...sent, ofClaim: now, rest: row?.rest }))
  t.deepEqual(await database.query('select state, outcome from turn'), [{ state: 'open', outcome: null }])
  t.deepEqual(await database.query('select state from outbound'), [{ state: 'sent' }])
  t.deepEqual(counted, [])
})
