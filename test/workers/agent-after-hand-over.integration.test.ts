/** The bot hands a customer over to the Page's inbox, and an agent of the console answers. */
import test, { type ExecutionContext } from 'ava'
import type { ConversationOptions } from '../../bin/wiring/open-conversation.ts'
import { recordAgentAct } from '../../src/db/console/agent-acts.ts'
import { openProjector } from '../../src/db/console/inbox/projector.ts'
import { readHead } from '../../src/db/console/inbox/read-head.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const storyboard: ConversationOptions['storyboard'] = () => ({
  listensTo: (kind) => kind === 'message',
  asksForRecent: false,
  isAutomaticApp: () => false,
  async respond() {
    const say = { do: 'say', message: { text: 'A colleague answers soon' } } as const
    return { actions: [say, { do: 'hand_over', to: 'page_inbox' }], context: {}, scene: 'person' }
  },
})

async function handOver(t: ExecutionContext) {
  const { graph, db, recording } = await runConversation(t, {
    storyboard,
    graph: { pages: [{ ...beanery, defaultApp: '4711' }] },
  })
  const ada = graph.createPerson({ name: 'Ada' })
  await ada.write(beanery.id, 'an agent, please').delivered
  await graph.ledger.until(({ text }) => text === 'A colleague answers soon')
  const { id } = await until('Facebook tells that the inbox has the thread', () =>
    db
      .selectFrom('conversation')
      .select('id')
      .where('silentReason', '=', 'handed_over')
      .where('standbyTs', 'is not', null)
      .executeTakeFirst(),
  )
  async function control() {
    const projector = await openProjector(db, { now: recording.now })
    for (let isMore = true; isMore;) isMore = await projector.round()
    return (await readHead(db, id, recording.now()))?.control.by
  }
  const reply = (text: string) =>
    recordAgentAct(db, {
      user: { id: '1', email: 'ann@beanery.example' },
      conversationId: id,
      act: { act: 'reply', text, key: text.padEnd(16, '-') },
      now: recording.now(),
      rules: { undoMs: 0, silenceMs: 3_600_000, mayUseHumanAgent: false },
    })
  return { graph, ada, control, reply }
}

test.serial('a reply takes the thread from the inbox first, and nobody has it before', async (t) => {
  const { graph, ada, control, reply } = await handOver(t)
  t.is(await control(), 'nobody')
  t.is((await reply('Ann here')).is, 'queued')
  await graph.ledger.until(({ text }) => text === 'Ann here')
  t.is(await control(), 'agent')
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ text }) => text),
    ['A colleague answers soon', 'Ann here'],
  )
})
