import test from 'ava'
import { until } from '../helpers/until.ts'
import { openDatabase } from '../../sandbox/facebook/ledger/found-rows.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'

test.serial(
  'an echo of a message that is recorded as sent waits for no lock of the conversation',
  async (t) => {
    const { graph, database, untilIdle } = await runConversation(t, { storyboard: echoing })
    graph.faults.set('echo-late', 1, { ms: 4_000 })
    const ada = graph.createPerson({ name: 'Ada', phone: 'off' })
    await ada.write(beanery.id, 'hello').delivered
    const { at } = await graph.ledger.until(({ person }) => person === ada.key)
    await until(
      'the tables say so',
      async () =>
        (await database.query("select 1 from outbound where state = 'sent' and recordedTs > 0")).length === 1,
    )
    await untilIdle()

    const holder = await openDatabase(database.url)
    t.teardown(() => holder.end())
    await holder.query('begin')
    await holder.query('select id from conversation for update')
    // Until the echo it has the time of our clock at the response, and no app.
    const told = `select 1 from chanFacebookMessenger m join interaction i using (kwInteractionId)
      where i.direction = ? and m.timestamp = ? and m.appId is not null`
    const time = new Date(at).toISOString().replace('T', ' ').replace('Z', '')
    await until('the tables say so', async () => (await database.query(told, ['out', time])).length === 1)
    await holder.query('rollback')
    t.is(graph.ledger.seenBy(ada).length, 1)
  },
)
