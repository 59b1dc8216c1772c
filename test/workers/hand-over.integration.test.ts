/** A customer asks for an agent at night. An agent answers in the inbox, gives the thread back, and the bot goes on. */
import test, { type ExecutionContext } from 'ava'
import type { ConversationOptions } from '../../bin/wiring/open-conversation.ts'
import type { ReplyAction } from '../../src/domain/reply.ts'
import type { SceneInput } from '../../src/storyboard/storyboard.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { runToEnd } from '../bin/run-to-end.ts'
import { startReceiverOfFacts } from '../helpers/notified.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

/** Hands over a customer who asks for a human: Facebook refuses it for "nobody". Other messages get "re: <text>". */
const storyboard: ConversationOptions['storyboard'] = () => ({
  listensTo: (kind) => kind === 'message',
  asksForRecent: false,
  isAutomaticApp: () => false,
  async respond({ turn: { text = '' } }: SceneInput) {
    const isForAgent = text.includes('human')
    const say: ReplyAction = {
      do: 'say',
      message: { text: isForAgent ? 'A colleague takes over' : `re: ${text}` },
    }
    const handOver: ReplyAction = { do: 'hand_over', to: text.includes('nobody') ? '' : 'page_inbox' }
    return { actions: isForAgent ? [say, handOver] : [say], context: {}, scene: 'echo' }
  },
})

async function playNight(t: ExecutionContext, { defaultApp }: { readonly defaultApp?: string }) {
  const people = await startReceiverOfFacts(t)
  const others = await startReceiverOfFacts(t)
  const { graph, env, db } = await runConversation(t, {
    storyboard,
    graph: { pages: [{ ...beanery, ...(defaultApp === undefined ? {} : { defaultApp }) }] },
    notifier: { receivers: [people.url, others.url], tellsTexts: false, pageCheck: undefined },
  })
  const [ada, bob] = [graph.createPerson({ name: 'Ada' }), graph.createPerson({ name: 'Bob' })]
  const psidOf = (person: typeof ada) => person.state.psids.get(beanery.id) ?? ''
  const waiting = async () => {
    const { stdout } = await runToEnd(['conversation', 'list', '--waiting'], env)
    return [...stdout.matchAll(/customer (\d+) of/g)].map(([, psid]) => psid)
  }
  const seen = (text: string) => graph.ledger.until((message) => message.text === text)

  ada.write(beanery.id, 'A human, please: my card 4711')
  const askedAt = Date.now()
  await until('people are told', () => people.posts.length === 1 && others.posts.length === 1)
  t.log(`told after ${(people.posts[0]?.at ?? Infinity) - askedAt} ms (5 s are promised)`)
  t.regex(
    people.posts[0]?.text ?? '',
    new RegExp(
      `^Page ${beanery.id}: customer ${psidOf(ada)} asks for an agent since \\S+ \\S+ UTC\\. The bot is silent`,
    ),
  )
  t.false(people.posts[0]?.text.includes('4711'), 'without the text')
  await seen('A colleague takes over')

  await bob.write(beanery.id, 'A human for me, too').delivered
  await until('people are told of Bob', () => people.posts.length === 2)
  t.deepEqual(await waiting(), [psidOf(ada), psidOf(bob)], 'the longest wait first')
  await until('the metric stands', async () => {
    const { values } = await metrics.waitingForAgent.get()
    return values.some(({ labels, value }) => labels['page'] === beanery.id && value === 2)
  })

  await ada.write(beanery.id, 'Hello? Are you there?').delivered
  const silences = async () => (await db.selectFrom('conversation').select('waitingTs').execute()).length
  t.is(await silences(), 2)
  t.deepEqual(await waiting(), [psidOf(ada), psidOf(bob)], 'she has not been lost from view')

  await graph.pageInboxWrites(beanery.id, ada, 'Good evening, an agent here').delivered
  await until('Ada is served', async () => (await waiting()).join() === psidOf(bob))
  graph.moveToDone(beanery.id, ada)
  ada.write(beanery.id, 'thanks')
  await seen('re: thanks')
  t.deepEqual(graph.ledger.duplicates(), [])
  t.deepEqual(
    [people.posts.length, others.posts.length],
    [2, 2],
    'each receiver was told once of each customer',
  )
}

test.serial(
  'a customer asks for an agent at night, on a Page with this app as the default app',
  async (t) => {
    await playNight(t, { defaultApp: '4711' })
  },
)

test.serial('a customer asks for an agent at night, on a Page without a default app', async (t) => {
  await playNight(t, {})
})

test.serial(
  'a hand-over that Facebook refuses is told, with name and words if they are asked for',
  async (t) => {
    const people = await startReceiverOfFacts(t)
    const { graph, env } = await runConversation(t, {
      storyboard,
      notifier: { receivers: [people.url], tellsTexts: true, pageCheck: undefined },
    })
    const ada = graph.createPerson({ name: 'Ada Lovelace' })
    ada.write(beanery.id, 'A <human>, and nobody else')
    await until('people are told', () => people.posts.length === 1)
    t.regex(
      people.posts[0]?.text ?? '',
      /Ada Lovelace \(customer \d+\) asks for an agent .* Facebook refused the hand-over, so the bot goes on\./,
    )
    t.regex(people.posts[0]?.text ?? '', /They wrote: “A &lt;human&gt;, and nobody else”$/)
    t.regex((await runToEnd(['conversation', 'list', '--waiting'], env)).stdout, /1 customer waits/)
  },
)
