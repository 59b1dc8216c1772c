/** The access token of a Page expires while customers write. */
import { Writable } from 'node:stream'
import test from 'ava'
import { metrics } from '../../src/telemetry/metrics.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { runToEnd } from '../bin/run-to-end.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { startReceiverOfFacts } from '../helpers/notified.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const expired = 463

function createLines() {
  const lines: Readonly<Record<string, unknown>>[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  return { lines, log: createLogger('warn', 'test', { stream }) }
}

test('a token that expires is an error line, replies wait, and a new token sends them within 5 s', async (t) => {
  const { lines, log } = createLines()
  const people = await startReceiverOfFacts(t)
  const notifier = { receivers: [people.url], tellsTexts: false, pageCheck: undefined }
  const { graph, db, env } = await runConversation(t, { storyboard: echoing, log, notifier })
  const [ada, bob] = [graph.createPerson({ name: 'Ada' }), graph.createPerson({ name: 'Bob' })]
  ada.write(beanery.id, 'before')
  await graph.ledger.until(({ text }) => text === 're: before (1)')
  graph.revokeToken(beanery.id, expired)
  ada.write(beanery.id, 'and now')
  bob.write(beanery.id, 'hello')
  const waiting = await until('both replies wait', async () => {
    const rows = await db.selectFrom('outbound').select('id').where('reason', '=', 'token').execute()
    return rows.length === 2 ? rows.map(({ id }) => id) : undefined
  })
  await until('people are told', () => people.posts.length > 0, { withinMs: 10_000 })
  t.deepEqual(
    people.posts.map(({ text }) => text),
    [
      `Page ${beanery.id}: Facebook refuses the access token, so messages wait. ` +
        `Give a new one: \`pagebeat page token ${beanery.id}\`.`,
    ],
  )
  t.like((await metrics.pagePaused.get()).values, [
    { labels: { page: beanery.id, reason: 'token' }, value: 1 },
  ])
  const errors = lines.filter(({ level }) => level === 50)
  t.like(errors[0], { page: beanery.id, reason: 'token' })
  t.regex(String(errors[0]?.['msg']), /Facebook refuses the access token of this Page/)

  await until('they are old enough for the list', async () => {
    const { stdout } = await runToEnd(['outbound', 'list'], env)
    return waiting.every((id) => stdout.includes(`${id}  `)) && stdout.includes('pending (token)')
  })
  const { stdout: shown } = await runToEnd(['outbound', 'show', String(waiting[0])], env)
  t.false(shown.includes('It may be sent now'))
  t.regex(shown, /It waits: calls of Page \d+ are paused until \S+ \(token\)\./)
  t.true(shown.includes(`Give the Page a new token: \`pagebeat page token ${beanery.id}\`.`))
  t.regex((await runToEnd(['page', 'list'], env)).stdout, /paused until \S+ \(token\)/)

  graph.giveToken(beanery.id, 'EAAB-beanery-2')
  const added = await runToEnd(
    ['page', 'add', beanery.id, '--no-check', '--name', 'Beanery'],
    env,
    'EAAB-beanery-2',
  )
  t.deepEqual([added.status, added.stderr], [0, ''])
  for (const wanted of ['re: and now (2)', 're: hello (1)'])
    await graph.ledger.until(({ text }) => text === wanted, { timeoutMs: 5_000 })
  t.deepEqual(graph.ledger.duplicates(), [])
  await until('the metric is gone', async () => (await metrics.pagePaused.get()).values.length === 0)
  t.is(people.posts.length, 1)
  t.false(JSON.stringify(lines).includes(people.url))
})
