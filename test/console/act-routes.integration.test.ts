import test from 'ava'
import { listAudit } from '../../src/db/console/audit-log.ts'
import { insertConversation } from '../helpers/insert-conversation.ts'
import { openConsole } from './running-console.ts'

const rules = { undoMs: 5_000, silenceMs: 3_600_000, mayUseHumanAgent: false }
const keyOf = (n: number) => `0123456789abcdef-${n}`

test.serial(
  'an agent acts in a conversation: once for each key, in the log, and a worker is woken',
  async (t) => {
    const woken: unknown[] = []
    const console = await openConsole(t, {
      agentRules: rules,
      wake: async (of) => {
        woken.push(of)
        throw new Error('Redis is away')
      },
    })
    const { db, database, idOf, signedIn, errors } = console
    const conversationId = await insertConversation(database, { lastInboundTs: Date.now() })
    const [viewer, agent, admin] = [
      await signedIn('viewer'),
      await signedIn('agent'),
      await signedIn('admin'),
    ]
    const path = `/api/conversations/${conversationId}/acts`
    const post = (browser: typeof agent, body: unknown, at = path) =>
      browser.ask(at, { method: 'POST', body })

    const hello = { act: 'reply', key: keyOf(1), text: ' Hello ' }
    t.is((await post(viewer, hello)).status, 403)
    const first = await post(agent, hello)
    t.is(first.status, 202)
    t.like(first.json, { is: 'queued', outboundId: '1' })
    t.deepEqual((await post(agent, hello)).json, first.json, 'the first result')
    t.deepEqual(woken, [
      { conversationId, channel: 'facebookMessenger' },
      { conversationId, channel: 'facebookMessenger' },
    ])
    t.like((await post(admin, { act: 'undo', key: keyOf(1), outboundId: '1' })).json, {
      is: 'refused',
      reason: 'not_yours',
    })
    t.deepEqual((await post(agent, { act: 'undo', key: keyOf(2), outboundId: '1' })).json, {
      is: 'done',
      outboundId: '1',
    })
    t.like((await post(agent, { act: 'resend', key: keyOf(3), outboundId: '1' })).json, {
      is: 'refused',
      reason: 'not_held',
    })
    t.like((await post(agent, { act: 'hide', key: keyOf(4), commentId: '9_9' })).json, {
      is: 'refused',
      reason: 'no_comment',
    })
    t.deepEqual(
      await db.selectFrom('outbound').select(['id', 'userId', 'state', 'reason', 'action']).execute(),
      [
        {
          id: '1',
          userId: idOf('agent'),
          state: 'suppressed',
          reason: 'undone',
          action: await actionOf('Hello'),
        },
      ],
    )
    async function actionOf(text: string) {
      const { lastInboundTs } = await db
        .selectFrom('conversation')
        .select('lastInboundTs')
        .executeTakeFirstOrThrow()
      return JSON.stringify({ action: { do: 'say', message: { text } }, causedTs: Number(lastInboundTs) })
    }

    t.is((await post(agent, hello, '/api/conversations/77/acts')).status, 404)
    t.is((await post(agent, hello, '/api/conversations/x/acts')).status, 404)
    t.is((await post(agent, { ...hello, text: '' })).status, 422)
    t.is((await post(agent, { ...hello, userId: '1' })).status, 422)
    t.is((await post(agent, { act: 'undo', key: keyOf(5), outboundId: '1 or 1' })).status, 422)
    const entries = await listAudit(db, { limit: 9, target: { kind: 'conversation', id: conversationId } })
    t.deepEqual(
      entries.map(({ act, user, after }) => [act, user?.email, after]),
      [['reply', 'agent@example.com', { is: 'queued', outboundId: '1' }]],
    )
    const undone = await listAudit(db, { limit: 9, target: { kind: 'outbound', id: '1' } })
    t.deepEqual(
      undone.map(({ act, user }) => [act, user?.email]),
      [['undo', 'agent@example.com']],
    )
    t.deepEqual(errors, [])
  },
)

test.serial(
  'what is held is resent, dropped or marked as sent, by the state that the agent saw',
  async (t) => {
    const { database, db, signedIn } = await openConsole(t, { agentRules: rules })
    const conversationId = await insertConversation(database, { lastInboundTs: Date.now() })
    const agent = await signedIn('agent')
    const path = `/api/conversations/${conversationId}/acts`
    let keys = 0
    const act = async (name: string, outboundId: string) => {
      keys += 1
      const body = { act: name, key: keyOf(keys), outboundId }
      return (await agent.ask(path, { method: 'POST', body })).json
    }
    const ids: string[] = []
    for (const text of ['a', 'b', 'c']) {
      const body = { act: 'reply', key: keyOf((keys += 1)), text }
      await agent.ask(path, { method: 'POST', body })
      const row = await db.selectFrom('outbound').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      ids.push(row.id)
    }
    const [a = '', b = '', c = ''] = ids
    await db.updateTable('outbound').set({ state: 'held', reason: 'outcome_unclear' }).execute()
    t.deepEqual(await act('resend', a), { is: 'queued', outboundId: a })
    t.deepEqual(await act('drop', b), { is: 'done', outboundId: b })
    t.deepEqual(await act('mark_sent', c), { is: 'done', outboundId: c })
    t.like(await act('resend', a), { is: 'refused', reason: 'not_held' })
    t.like(await act('drop', '99'), { is: 'refused', reason: 'no_message' })
    t.deepEqual(await db.selectFrom('outbound').select(['id', 'state', 'reason']).orderBy('id').execute(), [
      { id: a, state: 'pending', reason: 'resent_by_hand' },
      { id: b, state: 'failed', reason: 'given_up_by_hand' },
      { id: c, state: 'sent', reason: 'seen_by_hand' },
    ])
  },
)
