/** The statements of docs/how-to/delete-a-customers-data.md leave nothing of the customer, and break nothing. */
import test from 'ava'
import { createConnection } from 'mysql2/promise'
import { hop } from '../../queues/define-queue.ts'
import { respondQueue } from '../../queues/respond.ts'
import { tables } from '../../src/db/mysql/schema.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import type { TestDatabase } from '../helpers/database.ts'
import { until } from '../helpers/until.ts'
import { read } from '../source-files.ts'

const page = read('docs/how-to/delete-a-customers-data.md')
const recipe = /^ *SET @pId[^]*?COMMIT;$/m.exec(page)?.[0] ?? ''

/** They hold nothing about customers. */
const aboutNobody = new Set(['appParams', 'leadForm', 'mark', 'page', 'pageActivity', 'pagebeatMigration'])

test('the recipe names every table that may hold something about a customer', (t) => {
  const deleted = new Set([...recipe.matchAll(/\b(?:FROM|JOIN) `?(\w+)/g)].map(([, table]) => table))
  t.deepEqual(
    Object.keys(tables).filter((table) => !aboutNobody.has(table) && !deleted.has(table)),
    [],
  )
})

test('nothing of the customer is left, others keep theirs, and the next message gets its reply', async (t) => {
  const { graph, database, publisher, untilIdle } = await runConversation(t, { storyboard: echoing })
  const [ada, bob] = ['Ada', 'Bob'].map((name) => graph.createPerson({ name }))
  if (ada === undefined || bob === undefined) return t.fail('two customers')
  const { id: postId } = graph.pagePosts(beanery.id, 'New beans')
  for (const [person, word] of [
    [ada, 'quokka'],
    [bob, 'wombat'],
  ] as const) {
    await person.write(beanery.id, `message ${word}`).delivered
    await graph.ledger.until(({ text }) => text === `re: message ${word} (1)`)
    await person.comment(postId, `comment ${word}`).delivered
    await graph.ledger.until(({ text }) => text === `re: comment ${word} (2)`)
  }
  await untilSettled(database)
  await untilIdle()
  const [row] = await database.query('select id from conversation where psid = ?', [ada.psid(beanery.id)])
  const conversation = String(row?.['id'])
  const before = await traces(database, [bob.psid(beanery.id), 'wombat'])
  t.true((await traces(database, [ada.psid(beanery.id), 'quokka'])).length > 5)

  await deleteCustomer(database, `facebook:${ada.psid(beanery.id)}`)
  t.deepEqual(await traces(database, [ada.psid(beanery.id), 'quokka']), [])
  t.deepEqual(await traces(database, [bob.psid(beanery.id), 'wombat']), before)
  const ledger =
    "select 1 from webhookDelivery where convert(uncompress(bodies) using utf8mb4) like '%quokka%'"
  t.deepEqual(await database.query(ledger), [])
  // A wake-up that was on its way.
  await publisher.publish([hop(respondQueue, { v: 1, conversationId: asConversationId(conversation) })])

  await ada.write(beanery.id, 'it is me').delivered
  await graph.ledger.until(({ text }) => text === 're: it is me (1)')
  await untilSettled(database)
  const rows = await database.query(
    `select p.pId, t.outcome from profile p join chan2Profile using (pId) join turn t using (pId)
      where channelId = ?`,
    [ada.psid(beanery.id)],
  )
  t.deepEqual(rows, [{ pId: `facebook:${ada.psid(beanery.id)}`, outcome: 'answered' }])
  await untilIdle()
  t.deepEqual(await database.query('select reason from deadLetter'), [])
})

async function untilSettled(database: TestDatabase): Promise<void> {
  await until('all replies are recorded', async () => {
    const open = "state = 'open' or outcome = 'waiting'"
    const unrecorded = await database.query(
      `select 1 from turn where ${open} union all select 1 from outbound where recordedTs is null`,
    )
    return unrecorded.length === 0
  })
}

async function deleteCustomer({ url }: TestDatabase, pId: string): Promise<void> {
  const session = await createConnection(url)
  try {
    for (const statement of recipe.split(/;\s*$/m).filter((text) => text.trim() !== ''))
      await session.query(statement.replace(/'facebook:\d+'/, `'${pId}'`))
  } finally {
    await session.end()
  }
}

/** `table.column` of each row that holds one of these texts. A group of the ledger may hold both customers. */
async function traces(database: TestDatabase, texts: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const [table, columns] of Object.entries(tables)) {
    if (table === 'webhookDelivery') continue
    for (const row of await database.query(`select * from \`${table}\``))
      for (const column of Object.keys(columns)) {
        const value = row[column]
        const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value)
        if (texts.some((each) => text.includes(each))) found.push(`${table}.${column}`)
      }
  }
  return found.toSorted()
}
