/** Agents of the console and the bot in one conversation, between a simulated Facebook and real servers. */
import test from 'ava'
import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'
import { type Agent, createAgent } from '../helpers/act-as-agent.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

test.serial('an agent writes once, the bot is silent until the conversation is given back', async (t) => {
  const { graph, db, recording, untilIdle } = await runConversation(t, { storyboard: echoing })
  const ada = graph.createPerson({ name: 'Ada' })
  const seen = (text: string) => graph.ledger.until((message) => message.text === text)
  await ada.write(beanery.id, 'hello').delivered
  await seen('re: hello (1)')
  const { act } = await agentOf(db, recording.now)

  t.like(await act({ act: 'reply', text: 'Ann here' }), { is: 'queued' })
  await seen('Ann here')
  await ada.write(beanery.id, 'are you a bot?').delivered
  await until('the turn is left to the agent', async () => {
    const turns = await db.selectFrom('turn').select('outcome').orderBy('id').execute()
    return turns.length === 2 && turns[1]?.outcome === 'silent_taken_over'
  })
  t.deepEqual(await act({ act: 'give_back' }), { is: 'done' })
  await ada.write(beanery.id, 'thanks').delivered
  await seen('re: thanks (2)')
  await untilIdle()
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ text }) => text),
    ['re: hello (1)', 'Ann here', 're: thanks (2)'],
  )
  t.deepEqual(graph.ledger.duplicates(), [])
  const recorded = () =>
    db
      .selectFrom('outbound as o')
      .innerJoin('chanFacebookMessenger as m', 'm.mid', 'o.platformId')
      .select(['o.userId', 'o.state', 'm.text'])
      .orderBy('o.id')
      .execute()
  await until('all are recorded', async () => (await recorded()).length === 3)
  t.deepEqual(await recorded(), [
    { userId: null, state: 'sent', text: 're: hello (1)' },
    { userId: '1', state: 'sent', text: 'Ann here' },
    { userId: null, state: 'sent', text: 're: thanks (2)' },
  ])
})

/** In the only conversation there is. */
async function agentOf(db: Kysely<Database>, now: () => number): Promise<Agent> {
  const { id } = await db.selectFrom('conversation').select('id').executeTakeFirstOrThrow()
  return createAgent(db, { id: '1', conversationId: id, now })
}

test.serial(
  'an agent takes the thread from the inbox of the Page, writes, and the bot goes on',
  async (t) => {
    const { graph, db, recording } = await runConversation(t, {
      storyboard: echoing,
      graph: { pages: [{ ...beanery, defaultApp: '4711' }] },
    })
    const ada = graph.createPerson({ name: 'Ada' })
    const seen = (text: string) => graph.ledger.until((message) => message.text === text)
    await ada.write(beanery.id, 'hello').delivered
    await seen('re: hello (1)')
    await graph.pageInboxWrites(beanery.id, ada, 'an agent in the inbox').delivered
    await ada.write(beanery.id, 'to the inbox').delivered
    const standby = () =>
      db.selectFrom('conversation').select('id').where('standbyTs', 'is not', null).executeTakeFirst()
    await until('the inbox controls the thread', async () => (await standby()) !== undefined)

    const { act } = await agentOf(db, recording.now)
    t.like(await act({ act: 'reply', text: 'Ann here' }), { is: 'refused', reason: 'other_app_in_control' })
    t.like(await act({ act: 'take_over' }), { is: 'queued' })
    t.like(await act({ act: 'reply', text: 'Ann here' }), { is: 'queued' })
    await seen('Ann here')
    t.deepEqual(await act({ act: 'give_back' }), { is: 'done' }, 'this app controls the thread')
    await ada.write(beanery.id, 'thanks').delivered
    await seen('re: thanks (2)')
    const rows = await db.selectFrom('outbound').select(['userId', 'state', 'reason']).orderBy('id').execute()
    t.deepEqual(rows.slice(1, 3), [
      { userId: '1', state: 'sent', reason: null },
      { userId: '1', state: 'sent', reason: null },
    ])
    t.deepEqual(graph.ledger.duplicates(), [])
  },
)

test.serial(
  'an agent learns that Facebook does not give the thread to an app that is not the default one',
  async (t) => {
    const { graph, db, recording } = await runConversation(t, {
      storyboard: echoing,
      graph: { pages: [{ ...beanery, defaultApp: '263902037430900' }] },
    })
    const ada = graph.createPerson({ name: 'Ada' })
    await ada.write(beanery.id, 'hello').delivered
    const standby = () =>
      db.selectFrom('conversation').select('id').where('standbyTs', 'is not', null).executeTakeFirst()
    await until('the inbox controls the thread', async () => (await standby()) !== undefined)
    const { act } = await agentOf(db, recording.now)
    await act({ act: 'take_over' })
    await act({ act: 'reply', text: 'Ann here' })
    const rows = () =>
      db.selectFrom('outbound').select(['state', 'reason']).where('userId', '=', '1').execute()
    await until('Facebook has refused', async () =>
      (await rows()).every(({ state }) => state !== 'pending' && state !== 'sending'),
    )
    t.deepEqual(await rows(), [
      { state: 'failed', reason: 'permission' },
      { state: 'suppressed', reason: 'other_app_in_control' },
    ])
    t.deepEqual(graph.ledger.seenBy(ada), [])
  },
)
