/** Agents of the console and the bot in one conversation, between a simulated Facebook and real servers. */
import test from 'ava'
import { type AgentAct } from '../../src/domain/agent-act.ts'
import { recordAgentAct } from '../../src/db/console/agent-acts.ts'
import type { ConversationId } from '../../src/domain/ids.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const user = { id: '1', email: 'ann@beanery.example' }
const rules = { undoMs: 0, silenceMs: 3_600_000, mayUseHumanAgent: false }

test.serial('an agent writes once, the bot is silent until the conversation is given back', async (t) => {
  const { graph, db, recording, untilIdle } = await runConversation(t, { storyboard: echoing })
  const ada = graph.createPerson({ name: 'Ada' })
  const seen = (text: string) => graph.ledger.until((message) => message.text === text)
  await ada.write(beanery.id, 'hello').delivered
  await seen('re: hello (1)')
  const conversationId = await onlyConversation()
  async function onlyConversation(): Promise<ConversationId> {
    return (await db.selectFrom('conversation').select('id').executeTakeFirstOrThrow()).id
  }
  let keys = 0
  const act = (given: AgentActWithoutKey) =>
    recordAgentAct(db, {
      user,
      conversationId,
      act: { key: `key-${(keys += 1)}`, ...given },
      now: recording.now(),
      rules,
    })

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

type AgentActWithoutKey = AgentAct extends infer Each
  ? Each extends AgentAct
    ? Omit<Each, 'key'>
    : never
  : never
