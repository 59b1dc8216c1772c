import test from 'ava'
import { conversationListSchema } from '../../console/api/conversation-list.ts'
import { conversationSchema, messagesSchema } from '../../console/api/conversation.ts'
import { createTracking } from '../helpers/inbox.ts'
import {
  comment,
  decodeAll,
  echo,
  feedBody,
  fromPerson,
  message,
  messengerBody,
  pageId,
} from '../helpers/decoded.ts'
import { until } from '../helpers/until.ts'
import { type Browser, openConsole } from './running-console.ts'

const start = Math.floor(Date.now() / 1_000) * 1_000 - 600_000
const at = (seconds: number): number => start + seconds * 1_000
const key = (name: string): string => name.padEnd(16, '0')

async function listOf(browser: Browser, query = 'state=all') {
  const { status, json } = await browser.ask(`/api/conversations?${query}`)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(json)}`)
  return conversationListSchema.parse(json)
}

test.serial(
  'reactions are beside what they are about, and other events are told as what they are',
  async (t) => {
    const { db, signedIn, errors } = await openConsole(t)
    const tracking = createTracking(db, Date.now)
    const grace = { id: '603', name: 'Grace' }
    const react = (seconds: number, about: object, word = 'love', verb = 'add') =>
      feedBody(
        {
          item: 'reaction',
          verb,
          reaction_type: word,
          from: grace,
          created_time: at(seconds) / 1_000,
          ...about,
        },
        at(seconds),
      )
    const event = (seconds: number, body: object) =>
      messengerBody({ ...fromPerson('601', at(seconds)), ...body })
    await tracking.record(
      decodeAll([
        message('601', 'm1', at(1), 'Hello'),
        event(2, { reaction: { mid: 'm1', action: 'react', emoji: '😆' } }),
        event(3, { reaction: { mid: 'old', action: 'react', emoji: '😮' } }),
        event(4, { reaction: { mid: 'old', action: 'react', emoji: '👍' } }),
        event(5, { reaction: { mid: 'older', action: 'react', emoji: '👍' } }),
        event(6, { reaction: { mid: 'older', action: 'unreact', emoji: '👍' } }),
        event(7, { account_linking: { status: 'linked', authorization_code: 'x' } }),
        event(8, { account_linking: { status: 'unlinked' } }),
        event(9, { referral: { source: 'ADS', type: 'OPEN_THREAD', ad_id: '7' } }),
        event(10, { pass_thread_control: { new_owner_app_id: '1' } }),
        comment('c1', at(1), { message: 'Lovely', from: grace }),
        comment('c2', at(2), { message: 'Thank you', from: { id: pageId }, parent_id: '9_c1' }),
        react(3, { post_id: '9_1', comment_id: '9_c2' }),
        react(4, { post_id: '9_2' }, 'wow'),
        react(5, { post_id: '9_3' }),
        react(6, { post_id: '9_3' }, 'love', 'remove'),
        react(7, { post_id: '9_4', comment_id: '9_c9' }, 'care'),
      ]).events,
    )
    const agent = await signedIn('agent')
    await until('the Inbox to be filled', async () => (await listOf(agent)).items.length === 2)
    const { items } = await listOf(agent)
    const read = async (channel: string) => {
      const id = items.find((item) => item.channel === channel)?.id ?? ''
      const { json } = await agent.ask(`/api/conversations/${id}/messages`)
      return messagesSchema
        .parse(json)
        .messages.map(({ by, kind, detail, commentId, text, reactions }) => [
          by,
          kind,
          detail ?? commentId ?? text,
          reactions.map((one) => `${one.by} ${one.emoji}`).join(),
        ])
    }
    t.deepEqual(await read('messenger'), [
      ['customer', 'message', 'Hello', 'customer 😆'],
      ['customer', 'reaction', undefined, 'customer 👍'],
      ['customer', 'account_linking', 'linked', ''],
      ['customer', 'account_linking', 'unlinked', ''],
      ['customer', 'referral', 'ad', ''],
      ['customer', 'pass_thread_control', undefined, ''],
    ])
    t.deepEqual(await read('feed'), [
      ['customer', 'comment', '9_c1', ''],
      ['page', 'comment', '9_c2', 'customer ❤️'],
      ['customer', 'reaction', undefined, 'customer 😮'],
      ['customer', 'reaction', '9_c9', 'customer 🤗'],
    ])
    t.deepEqual(errors, [])
  },
)

test.serial('an agent sees conversations, their messages, notes and who has them', async (t) => {
  const { db, database, signedIn, errors, idOf } = await openConsole(t)
  const tracking = createTracking(db, Date.now)
  await tracking.record(
    decodeAll([
      message('601', 'm1', at(1), 'Where is my order 4711?'),
      echo('601', 'm2', at(2), 'One moment please'),
      messengerBody({ ...fromPerson('601', at(3)), reaction: { mid: 'm2', action: 'react', emoji: '👍' } }),
      message('602', 'm3', at(4), '我要咖啡'),
      comment('c1', at(5), { message: 'Lovely café!', from: { id: '603', name: 'Grace <b>Hopper</b>' } }),
      comment('c2', at(6), { message: 'Thank you', from: { id: pageId }, parent_id: '9_c1' }),
    ]).events,
  )
  const agent = await signedIn('agent')
  await until('the Inbox to be filled', async () => (await listOf(agent)).items.length === 3)
  const { items, counts } = await listOf(agent)
  t.deepEqual(
    items.map(({ name, channel, lastBy, lastText, unanswered }) => [
      name,
      channel,
      lastBy,
      lastText,
      unanswered,
    ]),
    [
      ['Grace <b>Hopper</b>', 'feed', 'agent', 'Thank you', 0],
      [undefined, 'messenger', 'customer', '我要咖啡', 1],
      [undefined, 'messenger', 'app', 'One moment please', 0],
    ],
  )
  t.is(counts.all, 3)
  const found = async (text: string) =>
    (await listOf(agent, `state=all&text=${encodeURIComponent(text)}`)).items.map(({ lastText }) => lastText)
  // Words come a moment after the entries.
  for (const text of ['order 4711', '咖啡', 'cafe hopp'])
    await until(`the words ${text}`, async () => (await found(text)).length > 0)
  t.deepEqual(await found('order 4711'), ['One moment please'])
  t.deepEqual(await found('ORD'), ['One moment please'])
  t.deepEqual(await found('咖啡'), ['我要咖啡'])
  t.deepEqual(await found('cafe hopp'), ['Thank you'])
  for (const nothing of ['unknown', '"*', "' or 1=1 --", '💣', 'x'.repeat(200)])
    t.deepEqual(await found(nothing), [])

  const [feed, , thread] = items
  const read = async (id = '') =>
    messagesSchema.parse((await agent.ask(`/api/conversations/${id}/messages`)).json).messages
  t.deepEqual(
    (await read(thread?.id)).map(({ by, text, reactions }) => [by, text, reactions]),
    [
      ['customer', 'Where is my order 4711?', []],
      ['app', 'One moment please', [{ by: 'customer', emoji: '👍' }]],
    ],
  )
  t.deepEqual(
    (await read(feed?.id)).map(({ by, kind, text, commentId }) => [by, kind, text, commentId]),
    [
      ['customer', 'comment', 'Lovely café!', '9_c1'],
      ['page', 'comment', 'Thank you', '9_c2'],
    ],
  )

  const path = `/api/conversations/${thread?.id}`
  const act = async (body: object) => (await agent.ask(`${path}/acts`, { method: 'POST', body })).json
  t.deepEqual(await act({ act: 'note', key: key('n1'), text: 'Likes tea' }), { is: 'done' })
  t.deepEqual(await act({ act: 'note', key: key('n1'), text: 'Likes tea' }), { is: 'done' })
  t.deepEqual(await act({ act: 'assign', key: key('a1'), to: idOf('agent') }), { is: 'done' })
  t.like(await act({ act: 'assign', key: key('a2'), to: idOf('viewer') }), {
    is: 'refused',
    reason: 'no_agent',
  })
  await until('assigned', async () => (await listOf(agent, 'assigned=me&state=all')).items.length === 1)
  t.deepEqual(await act({ act: 'mark_done', key: key('d1') }), { is: 'done' })
  await until('done', async () => (await listOf(agent, 'state=done')).items.length === 1)
  t.deepEqual(await act({ act: 'reopen', key: key('o1') }), { is: 'done' })
  await until('no longer done', async () => (await listOf(agent, 'state=done')).items.length === 0)
  t.deepEqual(await act({ act: 'mark_done', key: key('d2') }), { is: 'done' })
  await until('done again', async () => (await listOf(agent, 'state=done')).items.length === 1)
  const head = conversationSchema.parse((await agent.ask(path)).json)
  t.deepEqual(
    head.notes.map(({ by, text }) => [by.name, text]),
    [['The agent', 'Likes tea']],
  )
  t.deepEqual(head.assignedTo, { id: idOf('agent'), name: 'The agent' })
  t.is(head.state, 'done')
  t.is(head.windowUntil, at(3) + 86_400_000)

  const told = await agent.ask(`${path}/why/${(await read(thread?.id))[0]?.id}`)
  t.is(told.status, 200)
  t.is(
    (await agent.ask(`${path}/why/${(await read(feed?.id))[0]?.id}`)).status,
    404,
    'of another conversation',
  )
  t.is((await agent.ask('/api/conversations/999999')).status, 404)
  const log = await database.query(
    `select act, valuesBefore, valuesAfter from auditLog where targetKind = 'conversation' order by id`,
  )
  t.deepEqual(
    log.map((row) => row['act']),
    ['note', 'assign', 'mark_done', 'reopen', 'mark_done'],
  )
  t.false(JSON.stringify(log).includes('tea'))

  const viewer = await signedIn('viewer')
  t.false(JSON.stringify(await listOf(viewer)).includes('moment'))
  t.deepEqual(errors, [])
})
