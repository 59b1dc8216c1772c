import test from 'ava'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { inTransaction } from '../../../src/db/mysql/in-transaction.ts'
import { recordLogIn, recordLogOuts } from '../../../src/db/identity/account-links.ts'
import { createContactCodes } from '../../../src/db/identity/contact-codes.ts'
import { removeClaims } from '../../../src/db/identity/remove-claims.ts'
import { settleInvites } from '../../../src/db/identity/settle-invites.ts'
import type { PageEvent } from '../../../src/domain/event.ts'
import { keyOf } from '../../../src/domain/event-key.ts'
import type { IdentityLink } from '../../../src/domain/identity-link.ts'
import { asPageId, asPsid, asTurnId } from '../../../src/domain/ids.ts'
import type { Turn } from '../../../src/domain/turn.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { storeLinks } from '../../helpers/store-links.ts'

const database = await createTestDatabase()
const db = createDatabase({ url: database.url, poolSize: 6 })
test.after.always(async () => {
  await db.destroy()
  await database.drop()
})

const pageId = asPageId('1122334455')
const tables = ['invite', 'inviteUse', 'accountLink', 'identityLink', 'identityTouched', 'chan2Profile']

test.beforeEach(async () => {
  for (const table of tables) await database.query(`delete from ${table}`)
})

/** Everything but the numbers that the order of the rows gives. */
async function rows(): Promise<string> {
  const links = `select hex(l.linkKey) k, l.aChannelId, l.bChannelId, l.evidence, l.ts, l.byWhom, hex(r.linkKey) revokes
    from identityLink l left join identityLink r on r.id = l.revokesId
    where l.revokesId is null or r.id is not null order by l.aChannelId, l.bChannelId, l.ts, revokes is null, revokes`
  const queries = [
    links,
    'select hex(inviteKey) k, psid, ts from invite order by k',
    'select hex(inviteKey) k, hex(linkKey) l, psid, ts, refused from inviteUse order by k, l',
    'select psid, hex(eventKey) k, ts, customer from accountLink order by psid, k',
  ]
  const found = await Promise.all(queries.map((query) => database.query(query)))
  return JSON.stringify(
    found,
    (name, value: unknown) => (name === 'k' && value === null ? undefined : value),
    1,
  )
}

function use(psid: string, ts: number): IdentityLink {
  return {
    a: { kind: 'facebook', value: psid },
    b: { kind: 'customer', value: '4711' },
    evidence: 'invite',
    strength: 'verified',
    source: { kind: 'interaction', id: keyOf(psid, ts) },
    ts,
    by: `invite ${keyOf('one invite')}`,
    pageId,
  }
}

async function record(links: readonly IdentityLink[]): Promise<number> {
  return await inTransaction(db, async (transaction) => {
    await storeLinks(transaction, links)
    return (await settleInvites(transaction, links)).refused
  })
}

async function active(): Promise<unknown[]> {
  const found = await database.query(
    `select aChannelId a, bChannelId b, ts from identityLink l where revokesId is null
      and not exists (select 1 from identityLink r where r.revokesId = l.id) order by ts, a, b`,
  )
  return found.map(({ a, b, ts }) => `${String(a)} ${String(b)} ${String(ts)}`)
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((first, at) =>
    permutations(items.toSpliced(at, 1)).map((others) => [first, ...others]),
  )
}

test.serial(
  'of those who use an invite, the first one counts, in whatever order the uses come',
  async (t) => {
    const uses = [use('ada', 5), use('bob', 7), use('ada', 10), use('eve', 7)]
    const seen = new Set<string>()
    for (const order of permutations(uses)) {
      for (const table of tables) await database.query(`delete from ${table}`)
      for (const one of order) await record([one])
      t.deepEqual(await active(), ['4711 ada 5'])
      seen.add((await rows()).replaceAll(/"k": "[0-9A-F]{32}",\n\s+"aChannelId"/g, '"aChannelId"'))
    }
    t.is(seen.size, 1, [...seen].slice(0, 2).join('\n---\n'))
  },
)

test.serial('a repeat changes nothing, and a batch of all uses ends in the same rows', async (t) => {
  const uses = [use('bob', 7), use('ada', 5), use('ada', 6)]
  for (const one of uses) await record([one])
  const once = await rows()
  t.is(await record(uses), 0)
  t.is(await rows(), once)
  t.deepEqual(await active(), ['4711 ada 5', '4711 ada 6'])
})

test.serial('customers who use an invite at the same time end with one of them', async (t) => {
  const uses = Array.from({ length: 8 }, (_, at) => use(`p${at}`, 100 + ((at * 5) % 8)))
  await Promise.all(uses.map((one) => record([one])))
  t.deepEqual(await active(), ['4711 p0 100'])
})

const psid = asPsid('222')
const logIn = (ts: number, customer: string) => ({ pageId, psid, eventKey: keyOf('in', ts), ts, customer })
const logOut = (ts: number): PageEvent => ({
  key: keyOf('out', ts),
  ts,
  pageId,
  channel: 'facebookMessenger',
  type: 'account_linking',
  direction: 'in',
  actor: { is: 'person', id: psid },
  messenger: { valueRaw: JSON.stringify({ account_linking: { status: 'unlinked' } }) },
})

test.serial('a log-out ends the log-ins before it, in whatever order they are known', async (t) => {
  const acts = [
    () => recordLogIn(db, logIn(1, '4711'), undefined),
    () => inTransaction(db, (transaction) => recordLogOuts(transaction, [logOut(2)])),
    () => recordLogIn(db, logIn(3, '4711'), undefined),
    () => recordLogIn(db, logIn(4, '4712'), undefined),
  ]
  const seen = new Set<string>()
  for (const order of permutations(acts)) {
    for (const table of tables) await database.query(`delete from ${table}`)
    for (const act of order) await act()
    t.deepEqual(await active(), ['4712 222 4'])
    seen.add((await rows()).replaceAll(/"k": "[0-9A-F]{32}",\n\s+"aChannelId"/g, '"aChannelId"'))
  }
  t.is(seen.size, 1, [...seen].slice(0, 2).join('\n---\n'))
})

const turnOf = (id: string, of = 'ada'): Turn => ({
  id: asTurnId(id),
  conversationId: logOut(0).key as Turn['conversationId'],
  pageId,
  psid: asPsid(of),
  pId: 'facebook:1' as Turn['pId'],
  ts: 0,
  kind: 'message',
})
const key = () => Buffer.alloc(32, 1).toString('base64')
const codes = createContactCodes(db, { secretKeys: [key()], toValue: (_kind, written) => written.trim() })
const wanted = { kind: 'email', written: 'ada@example.com', minutes: 10, now: 1_000_000 } as const

test.serial(
  'a code is right for its contact and customer until it ends, and is stored as a hash',
  async (t) => {
    const made = await codes.create({ turn: turnOf('1'), ...wanted })
    t.deepEqual(await codes.create({ turn: turnOf('1'), ...wanted }), made)
    if (made === undefined) return t.fail()
    const { contact, code } = made
    t.regex(code, /^\d{6}$/)
    const check = (more: object = {}) =>
      codes.check({ turn: turnOf('2'), contact, code, attempts: 3, now: 1_000_001, ...more })
    t.is(await check(), 'right')
    t.is(await check({ turn: turnOf('2', 'bob') }), 'over')
    t.is(await check({ contact: { kind: 'email', value: 'bob@example.com' } }), 'over')
    t.is(await check({ now: 1_000_000 + 10 * 60_000 + 1 }), 'over')
    const [row] = await database.query('select * from contactCode')
    t.false(JSON.stringify(row).includes(code) || JSON.stringify(row).includes('ada@example.com'))
  },
)

test.serial(
  'wrong codes are counted once a turn, and the last one ends it for the right one, too',
  async (t) => {
    const made = await codes.create({ turn: turnOf('11', 'cleo'), ...wanted })
    if (made === undefined) return t.fail()
    const wrong = made.code === '000000' ? '000001' : '000000'
    const check = (turn: string, code: string) =>
      codes.check({ turn: turnOf(turn, 'cleo'), contact: made.contact, code, attempts: 2, now: 1_000_001 })
    t.is(await check('12', wrong), 'wrong')
    t.is(await check('12', wrong), 'wrong')
    t.is(await check('13', wrong), 'over')
    t.is(await check('14', made.code), 'over')
  },
)

function typed(of: string, value: string, message: string): IdentityLink {
  return {
    ...use(of, 5),
    b: { kind: 'email', value },
    evidence: 'typed',
    strength: 'claimed',
    source: { kind: 'interaction', id: keyOf(message) },
  }
}

test.serial('an e-mail or phone in an unsent message is no claim any more, and names no id', async (t) => {
  const claims = [
    typed('ada', 'only@example.com', 'unsent'),
    typed('ada', 'both@example.com', 'unsent'),
    typed('bob', 'both@example.com', 'kept'),
  ]
  await storeLinks(db, claims)
  await inTransaction(db, (transaction) =>
    removeClaims(transaction, [{ psid: asPsid('ada'), keys: [keyOf('unsent')] }]),
  )
  const left = await database.query("select aChannelId v from identityLink where evidence = 'typed'")
  const ids = await database.query("select channelId v from chan2Profile where cidType = 'email'")
  t.deepEqual([left, ids], [[{ v: 'both@example.com' }], [{ v: 'both@example.com' }]])
})

function create(turn: string, of: string, written: string, now = 2_000_000) {
  return codes.create({ turn: turnOf(turn, of), kind: 'email', written, minutes: 10, now })
}

test.serial('neither a customer nor an address gets more than five codes a day', async (t) => {
  for (let at = 0; at < 5; at += 1) t.truthy(await create(String(100 + at), 'dora', `${at}@example.com`))
  t.is(await create('105', 'dora', 'other@example.com'), undefined)
  t.truthy(await create('104', 'dora', '4@example.com'))
  for (let at = 0; at < 5; at += 1) t.truthy(await create(String(200 + at), `p${at}`, 'one@example.com'))
  t.is(await create('206', 'p6', 'one@example.com'), undefined)
  t.truthy(await create('207', 'p7', 'one@example.com', 2_000_000 + 86_400_001))
})
