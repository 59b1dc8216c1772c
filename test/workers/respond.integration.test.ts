import test from 'ava'
import { until } from '../helpers/until.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'

const waits = {
  sendMs: 800,
  claimMs: 1_000,
  graceMs: 1_000,
  endedAfterErrorMs: 0,
  endedAfterSilenceMs: 800,
  giveUpMs: 20_000,
}

test.serial('replies to each message once, in order, with the context of the one before', async (t) => {
  const { graph, database } = await runConversation(t, { storyboard: echoing, waits })
  const ada = graph.createPerson({ name: 'Ada Lovelace' })
  for (const text of ['one', 'two', 'three']) {
    await ada.write(beanery.id, text).delivered
    await graph.ledger.until(({ text: seen = '' }) => seen.startsWith(`re: ${text}`))
  }
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ text }) => text),
    ['re: one (1)', 're: two (2)', 're: three (3)'],
  )
  // The customer may see it before the call has its response.
  await until('the tables say so', async () => (await states(database)).join() === 'sent,sent,sent')
})

test.serial(
  'records a sent message once, whether the response or the echo comes first, and receipts apply to it',
  async (t) => {
    const { graph, database, untilIdle } = await runConversation(t, { storyboard: echoing, waits })
    const people = ['before', 'after', 'never', 'twice'].map((name) => graph.createPerson({ name }))
    const faults = ['echo-early', undefined, 'echo-never', 'echo-twice'] as const
    for (const [index, person] of people.entries()) {
      const fault = faults[index]
      if (fault !== undefined) graph.faults.force(fault)
      await person.write(beanery.id, 'hello').delivered
      await graph.ledger.until(({ person: key }) => key === person.key)
    }
    await until('the tables say so', async () => {
      const [row] = await database.query(
        "select count(*) n from chanFacebookMessenger m join interaction i using (kwInteractionId) where i.direction = 'out' and m.readFlag = 1",
      )
      return row?.['n'] === 4
    })
    await untilIdle()
    t.deepEqual(
      await database.query(
        `select p.firstName, count(*) n, count(distinct m.mid) mids, max(m.text) text from interaction i
        join chanFacebookMessenger m using (kwInteractionId) join profile p using (pId)
        where i.direction = 'out' and i.interactionType = 'echo' group by p.firstName order by p.firstName`,
      ),
      ['after', 'before', 'never', 'twice'].map((firstName) => ({
        firstName,
        n: 1,
        mids: 1,
        text: 're: hello (1)',
      })),
    )
  },
)

const lost = ['answer-lost', 'answer-late', 'answer-garbage', 'code-2-after-commit', 'code-1357046'] as const
for (const fault of lost) {
  test.serial(
    `no customer sees a reply twice when the call ends with ${fault}, with the echo and without`,
    async (t) => {
      const { graph, database } = await runConversation(t, { storyboard: echoing, waits })
      const ada = graph.createPerson({ name: 'Ada' })
      for (const [index, echo] of ['', 'echo-never'].entries()) {
        graph.faults.force(fault)
        if (echo === 'echo-never') graph.faults.force('echo-never')
        await ada.write(beanery.id, `hello ${index}`).delivered
        await until(
          'the tables say so',
          async () => (await states(database)).join() === 'sent,'.repeat(index + 1).slice(0, -1),
        )
      }
      t.deepEqual(
        graph.ledger.seenBy(ada).map(({ text }) => text),
        ['re: hello 0 (1)', 're: hello 1 (2)'],
      )
      t.deepEqual(graph.ledger.duplicates(), [])
    },
  )
}

for (const fault of ['refuse', 'code-2-before-commit', 'throttle-page', 'token-dead'] as const) {
  test.serial(`the reply arrives all the same after ${fault}`, async (t) => {
    const { graph, database } = await runConversation(t, {
      storyboard: echoing,
      waits,
      graph: { limits: {} },
    })
    graph.faults.set('throttle-page', 0, { ms: 300 })
    const ada = graph.createPerson({ name: 'Ada' })
    graph.faults.force(fault)
    await ada.write(beanery.id, 'hello').delivered
    if (fault === 'token-dead' || fault === 'throttle-page') {
      await until(
        'the tables say so',
        async () =>
          (await database.query('select heldReason from page where heldUntil is not null')).length > 0,
      )
      await until('the turn waits', async () => (await outcomes(database)).join() === 'waiting')
      // As `pagebeat page token` does: again, until the worker has written its own schedule.
      await until('the tables say so', async () => {
        await database.query('update page set heldUntil = null, heldToken = null')
        await database.query('update conversation set wakeTs = 1')
        return graph.ledger.seenBy(ada).length > 0
      })
    }
    await graph.ledger.until(({ person }) => person === ada.key, { timeoutMs: 20_000 })
    await until('the tables say so', async () => (await states(database)).join() === 'sent')
    t.is(graph.ledger.seenBy(ada).length, 1)
    t.deepEqual(await outcomes(database), ['answered'])
  })
}

test.serial(
  'is silent while an agent controls the thread, and replies to comments in public and in private',
  async (t) => {
    const { graph, database } = await runConversation(t, { storyboard: echoing, waits })
    const ada = graph.createPerson({ name: 'Ada' })
    await ada.write(beanery.id, 'hello').delivered
    await graph.ledger.until(({ text }) => text === 're: hello (1)')
    await graph.pageInboxWrites(beanery.id, ada, 'An agent here').delivered
    await until(
      'the tables say so',
      async () =>
        (await database.query("select 1 from conversation where silentReason = 'person'")).length === 1,
    )
    await ada.write(beanery.id, 'still there?').delivered
    await until(
      'the tables say so',
      async () => (await database.query("select 1 from turn where outcome = 'silent_person'")).length === 1,
    )
    const { id } = graph.pagePosts(beanery.id, 'New beans')
    await ada.comment(id, 'in public').delivered
    await ada.comment(id, 'private please').delivered
    await graph.ledger.until(({ via }) => via === 'comment')
    await graph.ledger.until(({ via }) => via === 'private_reply')
    t.deepEqual(
      graph.ledger.seenBy(ada).map(({ via, text }) => `${via}: ${text}`),
      [
        'messenger: re: hello (1)',
        'messenger: An agent here',
        'comment: re: in public (2)',
        'private_reply: re: private please (3)',
      ],
    )
  },
)

type Database = Awaited<ReturnType<typeof runConversation>>['database']

async function states(database: Database): Promise<unknown[]> {
  return (await database.query('select state from outbound order by id')).map(({ state }) => state)
}

async function outcomes(database: Database): Promise<unknown[]> {
  return (await database.query('select outcome from turn order by id')).map(({ outcome }) => outcome)
}
