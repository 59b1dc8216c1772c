/** A customer is exported as the command does it, and forgotten: for everybody at once, the rest by a worker. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { writeExport } from '../../bin/customer/export.ts'
import { openForgetting } from '../../bin/wiring/open-forget.ts'
import {
  askedSchema,
  changeStateSchema,
  exportSchema,
  forgettingSchema,
} from '../../console/api/customer-changes.ts'
import { conversationListSchema } from '../../console/api/conversation-list.ts'
import { listAudit } from '../../src/db/console/audit-log.ts'
import { settleCustomerRequests } from '../../src/db/console/customers/settle-requests.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import { asProfileId } from '../../src/domain/ids.ts'
import { at, comment, decodeAll, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'
import { openConsole } from './running-console.ts'

const link: IdentityLink = {
  a: { kind: 'facebook', value: '60001' },
  b: { kind: 'email', value: 'ada@example.com' },
  evidence: 'agent',
  strength: 'verified',
  source: { kind: 'agent', id: '1' },
  ts: at(3),
}
const path = `/api/customers/${encodeURIComponent('facebook:60001')}`

async function openShop(t: Parameters<typeof openConsole>[0]) {
  const shop = await openConsole(t)
  const { db, database } = shop
  for (const table of ['forgotten', 'forgetRun']) await database.query(`delete from ${table}`)
  await createTracking(db, Date.now).record(
    decodeAll([
      message('60001', 'm1', at(1), 'quokka'),
      message('70001', 'm2', at(2), 'wombat'),
      comment('c1', at(3), { message: 'quokka again', from: { id: '60001', name: 'Ada Lovelace' } }),
    ]).events,
  )
  await linkNow(db, [link], { tombstones: undefined })
  const redis = await createTestRedis()
  t.teardown(() => redis.close())
  const secretKeys = [randomBytes(32).toString('base64')]
  const forgetting = openForgetting({ db, redis: redis.connection, prefix: redis.prefix, secretKeys })
  const settle = async () =>
    await settleCustomerRequests(db, { tombstones: forgetting.tombstones, close: forgetting.close })
  return { ...shop, forgetting, settle }
}

test.serial(
  'an admin gets the JSON that the command writes, and the log says so without an id',
  async (t) => {
    const { db, database, signedIn, idOf } = await openShop(t)
    await until('the Inbox has the words of the customer', async () => {
      const words = await database.query("select word from inboxWord where word in ('again', 'lovelace')")
      return words.length === 2
    })
    const folder = await mkdtemp(join(tmpdir(), 'pagebeat-export-'))
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    const files = ['customer.html', 'customer.json'].map((name) => join(folder, name))
    await writeExport(db, asProfileId('facebook:60001'), files)
    const written: unknown = JSON.parse(await readFile(files[1] ?? '', 'utf8'))
    const admin = await signedIn('admin')
    const { status, headers, json } = await admin.ask(`${path}/export`, { method: 'POST' })
    t.is(status, 200)
    t.is(headers.get('content-disposition'), 'attachment; filename="customer.json"')
    const exported = exportSchema.parse(json)
    t.deepEqual({ ...exported, madeTs: '' }, { ...exportSchema.parse(written), madeTs: '' })
    t.true(JSON.stringify(exported).includes('quokka'))
    t.false(JSON.stringify(exported).includes('"null"'), 'what is empty is no text')
    const [entry] = await listAudit(db, { limit: 1 })
    t.like(entry, { act: 'export_customer', target: { kind: 'interaction' }, after: { ids: 2 } })
    t.is(entry?.user?.id, idOf('admin'))
    t.false(JSON.stringify(entry).includes('60001'))
  },
)

test.serial(
  'a forgotten customer is gone at once, others stay, and the receipt tells when all is removed',
  async (t) => {
    const { db, database, origin, signedIn, settle, forgetting, errors } = await openShop(t)
    const admin = await signedIn('admin')
    const list = async () =>
      conversationListSchema.parse((await admin.ask('/api/conversations?state=all')).json).items
    const items = await until('the Inbox is filled', async () => {
      const found = await list()
      return found.length === 2 && found
    })
    const gone = items.find(({ pId }) => pId === 'facebook:60001')
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const stop = new AbortController()
    const live = await fetch(`${origin}/api/live`, { headers: { cookie }, signal: stop.signal })
    const told = (async () => {
      let text = ''
      for await (const chunk of live.body ?? []) {
        text += Buffer.from(chunk).toString('utf8')
        if (text.includes(`event: removed\ndata: {"conversationIds":["${gone?.id}"]`)) return true
      }
      return false
    })()

    const found = forgettingSchema.parse((await admin.ask(`${path}/forgetting`)).json)
    t.like(found, { name: 'Ada Lovelace', interactions: 2, conversations: 1 })
    t.deepEqual(
      found.ids.map(({ id }) => id),
      ['60001', 'ada@example.com'],
    )
    const ask = async (body: unknown) => await admin.ask(`${path}/forget`, { method: 'POST', body })
    t.is((await ask({ word: 'yes', seen: found.seen })).status, 422)
    t.like((await ask({ word: 'forget', seen: '0'.repeat(64) })).json, { error: 'changed' })

    // Another id comes between the look and the worker: what was not shown does not go.
    const { requestId: early } = askedSchema.parse((await ask({ word: 'forget', seen: found.seen })).json)
    const more = { ...link, b: { kind: 'customer', value: '4711' } }
    await linkNow(db, [more], { tombstones: undefined })
    const stateOf = async (id: string) =>
      changeStateSchema.parse((await admin.ask(`/api/customer-changes/${id}`)).json)
    await settle()
    const early404 = await stateOf(early)
    t.like(early404, { is: 'refused' })
    t.deepEqual(await database.query('select count(*) as n from forgetRun'), [{ n: 0 }])

    const all = `/api/customers/4711`
    const { seen } = forgettingSchema.parse((await admin.ask(`${all}/forgetting`)).json)
    const body = { word: 'forget', seen }
    const twice = [0, 1].map(async () => await admin.ask(`${all}/forget`, { method: 'POST', body }))
    const [first, second] = (await Promise.all(twice)).map(({ json }) => askedSchema.parse(json).requestId)
    await Promise.all([settle(), settle()])
    const states = [await stateOf(first ?? ''), await stateOf(second ?? '')]
    t.deepEqual(states.map(({ is }) => is).toSorted(), ['done', 'refused'])
    t.is((await admin.ask(all)).status, 404)
    t.is((await admin.ask(`/api/conversations/${gone?.id}`)).status, 404)
    t.deepEqual(
      (await list()).map(({ pId }) => pId),
      ['facebook:70001'],
    )
    t.true(await told, 'open pages are told')
    stop.abort()

    const done = states.find(({ is }) => is === 'done')
    t.is(done?.receipt?.isDone, false)
    const run = await forgetting.runs.claim()
    t.is(run?.id, done?.receipt?.id, 'the next worker takes it without a wait')
    if (run === undefined) return t.fail('a run')
    await forgetting.finish(run)
    const id = states[0]?.is === 'done' ? first : second
    t.is((await stateOf(id ?? '')).receipt?.isDone, true)
    t.deepEqual(
      await database.query("select pId from interaction where pId in ('4711', 'facebook:60001')"),
      [],
    )
    const entries = await listAudit(db, { target: { kind: 'forgetting', id: run.id }, limit: 5 })
    t.deepEqual(
      entries.map(({ act, before, user }) => [act, before, user?.email]),
      [['forget_customer', { ids: 3 }, 'admin@example.com']],
    )
    const rows = await database.query('select pId, otherPId, cidType, channelId from customerRequest')
    t.true(rows.length === 3 && rows.every((row) => Object.values(row).every((value) => value === null)))
    t.deepEqual(errors, [])
  },
)
