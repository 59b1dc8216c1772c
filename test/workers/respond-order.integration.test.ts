import test from 'ava'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const waits = {
  sendMs: 800,
  claimMs: 1_000,
  graceMs: 1_000,
  endedAfterErrorMs: 0,
  endedAfterSilenceMs: 800,
  giveUpMs: 20_000,
}

for (const stage of ['parse', 'stitch'] as const) {
  test.serial(`does not reply to a second message while the first one is stuck in ${stage}`, async (t) => {
    const stuck = Promise.withResolvers<void>()
    let isStuck = false
    const { graph, database } = await runConversation(t, {
      storyboard: echoing,
      waits,
      // Like the job of a dead worker: it is not done, and no other worker has it.
      beforeStep: async (name, data) => {
        if (isStuck || name !== stage || !JSON.stringify(data).includes('the first')) return
        isStuck = true
        await stuck.promise
      },
    })
    const [ada, eve] = ['Ada', 'Eve'].map((name) => graph.createPerson({ name }))
    if (ada === undefined || eve === undefined) return t.fail('two people')
    await ada.write(beanery.id, 'the first').delivered
    await until('it is stuck', async () => isStuck)
    await ada.write(beanery.id, 'the second').delivered
    await eve.write(beanery.id, 'hello').delivered
    await graph.ledger.until(({ person }) => person === eve.key)
    await until('the second waits', async () => {
      const [row] = await database.query(
        "select count(*) n from turn t join conversation c on c.id = t.conversationId where t.state = 'open' and c.wakeTs is not null",
      )
      return row?.['n'] === 1
    })
    t.deepEqual(graph.ledger.seenBy(ada), [])
    stuck.resolve()
    await graph.ledger.until(({ text }) => text === 're: the second (2)')
    t.deepEqual(
      graph.ledger.seenBy(ada).map(({ text }) => text),
      ['re: the first (1)', 're: the second (2)'],
    )
  })
}
