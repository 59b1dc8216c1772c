/** Whatever writes a link, it brings no forgotten customer back. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { openIdMatching } from '../../../bin/wiring/open-identity.ts'
import { recordProved } from '../../../src/db/conversation/record-proved.ts'
import type { OpenTurn } from '../../../src/db/conversation/turn-row.ts'
import { recordLogIn } from '../../../src/db/identity/account-links.ts'
import { linkNow } from '../../../src/db/identity/link-now.ts'
import { importRows, type RowsToImport, tryRows } from '../../../src/db/import/import-rows.ts'
import { startRun } from '../../../src/db/import/import-runs.ts'
import { openReader } from '../../../src/db/import/open-reader.ts'
import { recordPastLead, saveLead } from '../../../src/db/leads/save-lead.ts'
import type { KnownForgotten } from '../../../src/db/identity/forgotten-links.ts'
import { createTombstones } from '../../../src/db/privacy/tombstones.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { keyOf } from '../../../src/domain/event-key.ts'
import type { IdentityLink, LinkSourceKind } from '../../../src/domain/identity-link.ts'
import { asConversationId, asPageId, asPsid, asTurnId } from '../../../src/domain/ids.ts'
import { isBadValue } from '../../../src/identity/contact-values.ts'
import type { SourceRow } from '../../../src/import/csv-file.ts'
import { decodeImportMap } from '../../../src/import/import-map.ts'
import { createIdDigests } from '../../../src/privacy/id-digest.ts'
import { decodeAll, message } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

type Tables = Awaited<ReturnType<typeof openTables>>

const pageId = asPageId('1122334455')
const forgottenTs = 1_000
const forgotten = [
  { kind: 'facebook', value: '700' },
  { kind: 'customer', value: '4711' },
  { kind: 'email', value: 'ada@example.com' },
  { kind: 'lead', value: '9001' },
]
const [psid, number, email, lead] = forgotten as [PersonKey, PersonKey, PersonKey, PersonKey]
type PersonKey = (typeof forgotten)[number]
/** A customer who is there all the time. */
const bob = { kind: 'facebook', value: '800' }
const bobsNumber = { kind: 'customer', value: '5000' }

interface Given {
  readonly tables: Tables
  readonly tombstones: KnownForgotten
  readonly ts: number
}

const link = (source: LinkSourceKind, b: PersonKey, ts: number): IdentityLink => ({
  a: bob,
  b,
  evidence: source === 'agent' ? 'agent' : 'id_matching',
  strength: 'verified',
  source: { kind: source, id: '1' },
  ts,
})
const ofLead = (ts: number): IdentityLink[] => [{ ...link('lead', email, ts), a: lead }]
const factsOfLead = (ts: number) => [
  {
    of: lead,
    name: 'firstName',
    value: 'Ada',
    strength: 'attested' as const,
    ts,
    source: { kind: 'lead' as const, id: '9001' },
  },
]

async function matchIds(
  db: Tables['db'],
  {
    tombstones,
    ts,
    asked,
    other,
  }: Omit<Given, 'tables'> & { readonly asked: string; readonly other: string },
): Promise<void> {
  const bodies = [{ data: [{ id: '9', app: { id: '77' } }] }, { data: [{ id: other, page: { id: '12' } }] }]
  const match = openIdMatching(
    db,
    { matchesIds: true, appId: '77', appSecret: 'shh', secretKeys: [] },
    {
      tombstones,
      findToken: async () => 'token',
      now: () => ts,
      call: async () => ({ body: bodies.shift() ?? {} }),
    },
  )
  await match?.({ pageId, psid: asPsid(asked) })
}

/** Each that stores a link, of Bob and of an id of the forgotten customer. */
const writers: Readonly<Record<string, (given: Given) => Promise<unknown>>> = {
  'an event': ({ tables: { db }, tombstones, ts }) => {
    const { events } = decodeAll([message('800', 'mid.1', ts)])
    const linksOf = () => [link('interaction', number, ts)]
    return createEventRecorder(db, { tombstones, linksOf }).record(events)
  },
  'a log-in': ({ tables: { db }, tombstones, ts }) =>
    recordLogIn(
      db,
      { pageId, psid: asPsid('800'), eventKey: keyOf('in'), ts, customer: number.value },
      tombstones,
    ),
  'a proved e-mail': async ({ tables: { db, database }, tombstones, ts }) => {
    await database.query(
      `replace into interaction (kwInteractionId, pId, channel, interactionType, direction, ts, pageId, eventDay, eventKey)
        values (1, '5000', 'facebookMessenger', 'message', 'in', now(), '1122334455', '2026-01-01', 0x01)`,
    )
    await database.query(
      `replace into turn (id, kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs)
        values (1, 1, 1, '5000', 1, '{}', 1, 1)`,
    )
    const turn = {
      id: asTurnId('1'),
      psid: asPsid('800'),
      pageId,
      ts,
      conversationId: asConversationId('1'),
    } as OpenTurn
    const proved = [{ kind: 'email' as const, value: email.value }]
    return await db
      .transaction()
      .execute((transaction) => recordProved(transaction, turn, { proved, tombstones }))
  },
  'a recipient of a private reply': ({ tables: { db }, tombstones, ts }) =>
    linkNow(db, [link('outbound', number, ts)], { tombstones }),
  ids_for_pages: ({ tables: { db }, tombstones, ts }) =>
    matchIds(db, { tombstones, ts, asked: psid.value, other: '900' }),
  'ids_for_pages of a customer who is back': ({ tables: { db }, tombstones, ts }) =>
    matchIds(db, { tombstones, ts, asked: bob.value, other: psid.value }),
  'an operator': ({ tables: { db }, tombstones, ts }) =>
    linkNow(db, [link('agent', email, ts)], { tombstones }),
  'a lead': async ({ tables: { db, database }, tombstones, ts }) => {
    await database.query(
      `replace into \`lead\` (leadId, pageId, foundBy, state, createdTs, foundTs, dueTs)
        values ('9001', '1122334455', 'webhook', 'pending', ?, 1, 1)`,
      [ts],
    )
    const fetched = { leadId: '9001', answers: { email: email.value } }
    return await saveLead(db, { fetched, facts: factsOfLead(ts), links: ofLead(ts), tombstones, now: ts })
  },
  'a past lead': ({ tables: { db }, tombstones, ts }) =>
    recordPastLead(db, { leadId: '9001', facts: factsOfLead(ts), links: ofLead(ts), tombstones }),
}
const ownWill = new Set(['an event', 'a log-in', 'a proved e-mail', 'a lead', 'a past lead'])

async function begin() {
  const tables = await openTables()
  const { db, database } = tables
  const digests = createIdDigests([randomBytes(32).toString('base64')])
  const tombstones = createTombstones(digests)
  await db.transaction().execute((transaction) => tombstones.record(transaction, forgotten, forgottenTs))
  for (const { kind, value } of [bob, bobsNumber])
    await database.query(
      `insert into chan2Profile (channelId, cidType, pId, firstTs) values (?, ?, '5000', 1)`,
      [value, kind],
    )
  /** Ids of the forgotten customer that are back, and rows that say something about them. */
  async function traces(): Promise<number> {
    const values = forgotten.map(({ value }) => value)
    const [row] = await database.query(
      `select (select count(*) from chan2Profile where channelId in (?, '900'))
        + (select count(*) from identityLink where aChannelId in (?) or bChannelId in (?))
        + (select count(*) from accountLink where customer in (?))
        + (select count(*) from profile where firstName = 'Ada')
        + (select count(*) from \`lead\` where answers is not null) as traces`,
      [values, values, values, values],
    )
    return Number(row?.['traces'])
  }
  return { tables, digests, tombstones, traces }
}

for (const [name, write] of Object.entries(writers))
  test.serial(`${name}: what is known late brings no forgotten customer back`, async (t) => {
    for (const ts of [forgottenTs - 1, forgottenTs + 1]) {
      const { tables, digests, tombstones, traces } = await begin()
      await write({ tables, tombstones, ts })
      const isBack = ts > forgottenTs && ownWill.has(name)
      t.is((await traces()) > 0, isBack, `until_they_write, ${ts}`)
      if (isBack) continue
      await write({ tables, tombstones: createTombstones(digests, 'for_ever'), ts })
      t.is(await traces(), 0, `for_ever, ${ts}`)
      await write({ tables, tombstones: undefined, ts })
      t.true((await traces()) > 0, 'the case writes a link')
    }
  })

test.serial('an import and its dry run leave out the rows of forgotten customers', async (t) => {
  const { tables, tombstones, traces } = await begin()
  const { db, database } = tables
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-forgotten-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const map = decodeImportMap(
    'source: crm\ncustomer: no\nemail: mail\nprofile: { firstName: name }',
    'map.yaml',
  )
  const values = [
    ['4711', '', 'Ada'],
    ['4712', 'eva@example.com', 'Eva'],
    ['4713', 'Ada@Example.com', 'Ada'],
    ['5000', 'ada@example.com', 'Ada'],
    ['', 'x@example.com', ''],
    ['5000', '', 'Bob'],
  ]
  async function* rows(): AsyncGenerator<SourceRow> {
    for (const [at, row] of values.entries()) yield { line: at + 2, values: row }
  }
  const to = async (file: string, known: KnownForgotten): Promise<RowsToImport> => ({
    rows: rows(),
    reader: await openReader(db, { map, header: ['no', 'mail', 'name'], country: 'DE' }),
    source: 'crm',
    report: path.join(folder, file),
    rules: { sharedAt: 2, isBadValue },
    tombstones: known,
    clock: () => 5_000,
    onProgress: () => undefined,
  })
  const trial = await tryRows(db, keyOf('trial'), await to('trial.csv', tombstones))
  const run = async (name: string) => await startRun(db, { key: keyOf(name), source: 'crm', now: 5_000 })
  const done = await importRows(db, await run('run'), await to('run.csv', tombstones))
  t.like(trial, { rows: 6, rowsLeftOut: 4, valuesLeftOut: 0, newLinks: 1 })
  t.like(done, { rowsDone: 6, rowsLeftOut: 4, valuesLeftOut: 0, newLinks: 1 })
  const reports = ['trial.csv', 'run.csv'].map((file) => readFileSync(path.join(folder, file), 'utf8'))
  t.is(
    reports[0],
    'line,part,reason\n6,customer,"is empty"\n2,customer,"is of a forgotten customer"\n' +
      '4,email,"is of a forgotten customer"\n5,email,"is of a forgotten customer"\n',
  )
  t.is(reports[1], reports[0])
  t.is(await traces(), 0)
  const names = await database.query('select firstName from profile order by firstName')
  t.deepEqual(names, [{ firstName: 'Bob' }, { firstName: 'Eva' }])

  // The operator says that they signed up anew.
  t.like(await tryRows(db, keyOf('again'), await to('x.csv', undefined)), { rowsLeftOut: 1 })
  t.like(await importRows(db, await run('again'), await to('x.csv', undefined)), { rowsLeftOut: 1 })
  t.true((await traces()) > 0)
  // From then on they are known: the usual import takes their rows.
  t.like(await importRows(db, await run('daily'), await to('y.csv', tombstones)), { rowsLeftOut: 1 })
})
