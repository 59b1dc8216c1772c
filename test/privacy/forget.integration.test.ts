/** A customer with traces in every store is found in none of them after the forgetting, whatever dies meanwhile. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { writeExport } from '../../bin/customer/export.ts'
import { openForgetting } from '../../bin/wiring/open-forget.ts'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { respondQueue } from '../../queues/respond.ts'
import { unpackBodies } from '../../src/db/events/ledger-bytes.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import { asConversationId, asProfileId } from '../../src/domain/ids.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import type { TestDatabase } from '../helpers/database.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { registry } from '../../src/telemetry/metrics.ts'
import { readRedis } from '../helpers/redis-texts.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'
import { linksOf, planted, plantRows, rowsOf, tracesOf } from './canary.ts'

interface ExportedJson {
  readonly stores: Readonly<Record<string, readonly { readonly id?: number | string }[]>>
}

test('nothing of the customer is left, others keep theirs byte for byte, and late events change nothing', async (t) => {
  const logged: string[] = []
  const log = createLogger('trace', 'test', { stream: { write: (line) => void logged.push(line) } })
  const { graph, database, db, redis, publisher, untilIdle, env } = await runConversation(t, {
    storyboard: echoing,
    log,
  })
  const [ada, bob] = ['Ada Canary', 'Bob Other'].map((name) => graph.createPerson({ name }))
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
    await plantRows(database, person.psid(beanery.id), word)
  }
  await untilSettled(database)
  await untilIdle()
  const psid = ada.psid(beanery.id)
  const canary = [psid, 'quokka', 'Ada Canary', 'Q-0815-canary']
  await linkNow(db, linksOf(psid), { tombstones: undefined })
  const [{ pId } = {}] = await database.query('select pId from chan2Profile where channelId = ?', [psid])
  t.is(pId, 'Q-0815-canary', 'the number of the brand')
  const [row] = await database.query('select id from conversation where psid = ?', [psid])
  const conversation = String(row?.['id'])
  const ofBob = await rowsOf(database, [bob.psid(beanery.id), 'wombat'])
  const before = await tracesOf(database, canary)
  for (const table of planted) t.true(before.includes(table), `no trace in ${table}`)
  t.true((await readRedis(redis.connection, redis.prefix)).some((text) => text.includes('quokka')))

  const folder = await mkdtemp(join(tmpdir(), 'pagebeat-export-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const files = [join(folder, 'customer.html'), join(folder, 'customer.json')]
  await writeExport(db, asProfileId('Q-0815-canary'), files)
  for (const file of files) {
    const text = await readFile(file, 'utf8')
    for (const word of [
      'message quokka',
      'comment quokka',
      'edited quokka',
      'hidden quokka',
      're: message quokka (1)',
      'opted_in',
    ])
      t.true(text.includes(word), `${word} in ${file}`)
    for (const word of ['wombat', bob.psid(beanery.id)]) t.false(text.includes(word), `${word} in ${file}`)
  }
  const { stores } = JSON.parse(await readFile(files[1] ?? '', 'utf8')) as ExportedJson
  const identityLink = stores['identityLink'] ?? []
  t.true(identityLink.length > 1)
  t.is(new Set(identityLink.map(({ id }) => id)).size, identityLink.length, 'each link once')
  await t.throwsAsync(writeExport(db, asProfileId('Q-0815-canary'), files), { code: 'command_refused' })

  const options = { db, redis: redis.connection, prefix: redis.prefix, secretKeys: [env.PAGEBEAT_SECRET_KEY] }
  const { close, runs, finish } = openForgetting(options)
  const id = (await close(asProfileId('Q-0815-canary'), { reason: 'operator' })) ?? ''
  const order: string[] = []
  for (let attempt = 0; ; attempt += 1) {
    const run = await runs.claim(id)
    if (run === undefined) break
    let begun = 0
    await finish(run, (step) => {
      begun += 1
      if (begun > (attempt === 0 ? 1 : 2)) throw new Error('killed')
      if (!order.includes(step)) order.push(step)
    }).catch((error: Error) => t.is(error.message, 'killed'))
    // The process died before it noted its last step: the next one does that step again.
    const { step = '' } = (await runs.find(id)) ?? {}
    await database.query("update forgetRun set step = ? where state = 'open'", [
      order[order.indexOf(step) - 1] ?? null,
    ])
  }
  t.is(order.length, 9)
  await assertGone()
  t.deepEqual(await rowsOf(database, [bob.psid(beanery.id), 'wombat']), ofBob)
  const [receipt] = await runs.list(1)
  t.like(receipt, { state: 'done', reason: 'operator' })
  t.true((receipt?.removed['interaction'] ?? 0) >= 2 && (receipt?.removed['turn'] ?? 0) === 2)

  // A wake-up that was on its way, a delivery that Facebook repeats, and a receipt.
  await publisher.publish([hop(respondQueue, { v: 1, conversationId: asConversationId(conversation) })])
  const old = Date.now() - 60_000
  const item = (more: object) => ({
    sender: { id: psid },
    recipient: { id: beanery.id },
    timestamp: old,
    ...more,
  })
  const bodyOf = (messaging: readonly object[]) =>
    JSON.stringify({ object: 'page', entry: [{ id: beanery.id, time: old, messaging }] })
  const body = bodyOf([
    item({ message: { mid: 'm_late', text: 'quokka again' } }),
    item({ read: { watermark: old } }),
    item({ delivery: { watermark: old, mids: ['m_1'] } }),
  ])
  // The spool of a receiver may hand over a delivery of hours ago. One may hold nothing but receipts.
  const receipts = bodyOf([item({ read: { watermark: old } })])
  for (const [late, at] of [
    [body, Date.now()],
    [receipts, old],
  ] as const)
    await publisher.publish([hop(parseQueue, createParseJob([{ body: late, at }]))])
  await untilIdle()
  const later = openForgetting({ ...options, now: () => Date.now() + 120_000 })
  let followUps = 0
  for (;;) {
    const run = await later.runs.claim()
    if (run === undefined) break
    await later.finish(run)
    followUps += 1
  }
  t.true(followUps >= 3, 'after each forgetting, and after each late delivery')
  await assertGone()
  t.deepEqual(await database.query('select reason from deadLetter where state <> ?', ['dropped']), [])

  await ada.write(beanery.id, 'it is me').delivered
  await graph.ledger.until(({ text }) => text === 're: it is me (1)')
  await untilSettled(database)
  const rows = await database.query(
    `select p.pId, t.outcome from profile p join chan2Profile using (pId) join turn t using (pId)
      where channelId = ?`,
    [psid],
  )
  t.deepEqual(rows, [{ pId: `facebook:${psid}`, outcome: 'answered' }])
  // A delivery from before the forgetting does not reach the new customer.
  await publisher.publish([hop(parseQueue, createParseJob([{ body, at: Date.now() + 1 }]))])
  await untilIdle()
  t.deepEqual(await database.query("select text from chanFacebookMessenger where text like '%quokka%'"), [])

  async function assertGone(): Promise<void> {
    const told = [...logged, await registry.metrics()]
    t.deepEqual(
      told.filter((text) => canary.some((word) => text.includes(word))),
      [],
    )
    t.deepEqual(await tracesOf(database, canary), [])
    const texts = await readRedis(redis.connection, redis.prefix)
    t.deepEqual(
      texts.filter((text) => canary.some((word) => text.includes(word))),
      [],
    )
    for (const { bodies } of await database.query('select bodies from webhookDelivery'))
      for (const kept of unpackBodies(bodies as Buffer))
        if (typeof kept === 'string') t.notThrows(() => decodeDelivery(kept))
  }
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
