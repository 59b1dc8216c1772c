import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { createOwnColumns } from '../../../src/db/conversation/own-columns.ts'
import { findLinksAt } from '../../../src/db/identity/find-links.ts'
import { revokeLinks } from '../../../src/db/identity/record-links.ts'
import { resolveCustomers } from '../../../src/db/identity/resolve-customers.ts'
import { importRows, tryRows } from '../../../src/db/import/import-rows.ts'
import { findStoppedRun, startRun } from '../../../src/db/import/import-runs.ts'
import { openReader } from '../../../src/db/import/open-reader.ts'
import { selectRows } from '../../../src/db/import/select-rows.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { keyOf } from '../../../src/domain/event-key.ts'
import type { CustomerKey, IdentityLink } from '../../../src/domain/identity-link.ts'
import { asProfileId } from '../../../src/domain/ids.ts'
import { isBadValue } from '../../../src/identity/contact-values.ts'
import type { SourceRow } from '../../../src/import/csv-file.ts'
import { ImportError } from '../../../src/import/import-error.ts'
import { decodeImportMap } from '../../../src/import/import-map.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { storeLinks } from '../../helpers/store-links.ts'

const database = await createTestDatabase()
const db = createDatabase({ url: database.url, poolSize: 2 })
const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-import-'))
test.after.always(async () => {
  rmSync(folder, { recursive: true })
  await db.destroy()
  await database.drop()
})

const rules = { sharedAt: 2, isBadValue }
const now = Date.UTC(2026, 10, 29)
const map = decodeImportMap(
  'source: crm\ncustomer: no\nemail: mail\nphone: tel\nprofile: { firstName: name, tier: tier }',
  'map.yaml',
)
const header = ['no', 'mail', 'tel', 'name', 'tier']
const settings = {
  source: map.source,
  rules,
  tombstones: undefined,
  clock: () => now,
  onProgress: () => undefined,
}

const special: readonly (readonly string[])[] = [
  ['4711', 'Anna@example.com', '', 'Anna', 'gold'], // a customer of today gets a number
  ['4712', 'eva@example.com', '+49 171 1234562', 'Eva', 'silver'], // joins two customers of today
  ['4713', 'family@example.com', '', 'Ida', ''],
  ['4714', 'family@example.com', '', 'Jan', ''], // shared: merges nobody
  ['4715', 'kiosk@example.com', '', 'Kim', ''], // takes a customer of today apart
  ['4716', 'split@example.com', '', 'Lea', ''], // an operator has revoked this link
  ['4711', 'anna@example.com', '', 'Anna', 'gold'], // twice
  ['', 'nobody@example.com', '', '', ''],
  ['4718', 'noreply@example.com', '12', 'Max', 'a'.repeat(50)],
]
const many = Array.from({ length: 1_100 }, (_, at) => [`n${at}`, `n${at}@example.com`, '', 'N', ''])
const all = [...many.slice(0, 600), ...special, ['short'], ...many.slice(600)]

async function* rowsOf(
  given: readonly (readonly string[])[],
  failAfter = Infinity,
): AsyncGenerator<SourceRow> {
  for (const [at, values] of given.entries()) {
    if (at === failAfter) throw new Error('killed')
    yield values.length === header.length
      ? { line: at + 2, values }
      : { line: at + 2, fault: `has ${values.length} field in place of ${header.length}` }
  }
}

function link(a: CustomerKey, b: CustomerKey, more: Partial<IdentityLink> = {}): IdentityLink {
  const source = { kind: 'interaction', id: '1' } as const
  return { a, b, evidence: 'quick_reply', strength: 'attested', source, ts: now - 1_000, ...more }
}

const facebook = (value: string) => ({ kind: 'facebook', value })
const email = (value: string) => ({ kind: 'email', value })

async function customersOfToday(): Promise<void> {
  for (const id of ['1', '2', '3', '4'])
    await database.query(
      `insert into chan2Profile (channelId, cidType, pId, firstTs) values (?, 'facebook', ?, ?)`,
      [id, `facebook:${id}`, now - 10_000 + Number(id)],
    )
  await storeLinks(db, [
    link(facebook('1'), email('anna@example.com')),
    link(facebook('2'), email('eva@example.com')),
    link(facebook('3'), { kind: 'phone', value: '+491711234562' }),
    link(facebook('4'), email('kiosk@example.com')),
    link({ kind: 'customer', value: '1' }, email('kiosk@example.com'), { strength: 'verified' }),
    link({ kind: 'customer', value: '4716' }, email('split@example.com'), {
      evidence: 'import',
      strength: 'verified',
      source: { kind: 'import', id: 'crm' },
    }),
  ])
  const [wrong] = await findLinksAt(db, [email('split@example.com')])
  await revokeLinks(db, [{ linkId: wrong?.id ?? '', by: 'Ops', ts: now }])
  await resolveCustomers(db, { rules })
}

/** The customer of each id, and whether it is a number. */
async function customers(): Promise<Map<string, string>> {
  const rows = await database.query(`select concat(cidType, ':', channelId) as name, pId from chan2Profile`)
  return new Map(rows.map(({ name, pId }) => [String(name), String(pId)]))
}

async function countOf(table: string): Promise<number> {
  const [row] = await database.query(`select count(*) as rows_ from ${table}`)
  return Number(row?.['rows_'])
}

test.serial(
  'a dry run says exactly what the import then does, also when it is stopped half-way',
  async (t) => {
    await database.query('alter table profile add column tier varchar(10)')
    await customersOfToday()
    const reader = await openReader(db, { map, header, country: 'DE' })
    const report = path.join(folder, 'left-out.csv')
    const to = { ...settings, reader, report }
    const before = await customers()
    const links = await countOf('identityLink')

    const trial = await tryRows(db, keyOf('trial'), { ...to, rows: rowsOf(all) })
    t.deepEqual(await customers(), before, 'a dry run changes no customer')
    t.deepEqual([await countOf('importRow'), await countOf('importRun')], [0, 0])
    t.like(trial, { rows: 1_110, rowsLeftOut: 2, valuesLeftOut: 3, revokedLinks: 1 })
    const saidLeftOut = readFileSync(report, 'utf8')

    const key = keyOf('file')
    const first = await startRun(db, { key, source: 'crm', now })
    await t.throwsAsync(importRows(db, first, { ...to, rows: rowsOf(all, 700) }), { message: 'killed' })
    const stopped = await findStoppedRun(db, key)
    t.is(stopped?.rowsDone, 512)
    if (stopped === undefined) return
    const done = await importRows(db, stopped, { ...to, rows: rowsOf(all) })
    t.is(await findStoppedRun(db, key), undefined)

    const after = await customers()
    const isNew = (name: string) => !before.has(name)
    const kinds = [...after.keys()].filter(isNew).map((name) => name.replace(/:.*/, ''))
    for (const kind of ['customer', 'email', 'phone'])
      t.is(trial.newIds[kind], kinds.filter((each) => each === kind).length, kind)
    t.is(done?.newIds, kinds.length)
    t.is(trial.newLinks, (await countOf('identityLink')) - links)
    t.is(done?.newLinks, trial.newLinks)
    const { sharedValues, revokedLinks } = trial
    const reasons = trial.reasons.filter((reason) => reason.includes(' merges nobody: '))
    t.like(done, { sharedValues, revokedLinks, reasons })
    const groups = Map.groupBy(before.keys(), (name) => after.get(name) ?? '')
    const olds = [...groups].map(([pId, names]) => ({
      pId,
      pIds: new Set(names.map((name) => before.get(name))),
      names,
    }))
    t.is(
      trial.merged,
      olds.reduce((sum, { pIds }) => sum + pIds.size - 1, 0),
    )
    const numbersOf = (pId: string) =>
      [...after].filter(([name, of]) => of === pId && name.startsWith('customer:'))
    const numbered = olds.filter(
      ({ pId, names }) => numbersOf(pId).length > 0 && !names.some((name) => name.startsWith('customer:')),
    )
    t.is(trial.numbered, numbered.length)
    const parts = Map.groupBy(before, ([, pId]) => pId)
    const fellApart = [...parts.values()].filter(
      (ids) => new Set(ids.map(([name]) => after.get(name))).size > 1,
    )
    t.is(trial.split, fellApart.length)
    t.deepEqual([trial.merged, trial.numbered, trial.split], [1, 2, 1])
    const shared = await database.query(`select channelId from sharedValue order by channelId`)
    t.deepEqual(
      shared.map(({ channelId }) => channelId),
      ['family@example.com', 'kiosk@example.com'],
    )
    t.is(trial.sharedValues, 2)

    t.is(after.get('facebook:1'), '4711')
    t.is(after.get('facebook:2'), '4712')
    t.is(after.get('facebook:3'), '4712')
    t.not(after.get('facebook:4'), '1')
    t.is(after.get('email:split@example.com'), undefined)
    t.deepEqual(await database.query(`select firstName, tier from profile where pId = '4711'`), [
      { firstName: 'Anna', tier: 'gold' },
    ])
    t.deepEqual(await createOwnColumns(db).find(asProfileId('4711')), { tier: 'gold' })
    t.is(readFileSync(report, 'utf8'), saidLeftOut)
    t.is(
      saidLeftOut,
      'line,part,reason\n609,customer,"is empty"\n610,email,"names nobody"\n' +
        '610,phone,"is no phone that can be dialled"\n610,profile.tier,"has more than 10 characters"\n' +
        '611,row,"has 1 field in place of 5"\n',
    )
  },
)

test.serial('the same file again makes no second row, and a SELECT gives the same rows', async (t) => {
  await database.query(
    'create table crm (no int, mail varchar(50), tel varchar(50), name varchar(50), tier varchar(10))',
  )
  await database.query(
    `insert into crm values (4711, 'anna@example.com', null, 'Anna', 'gold'), (5000, null, null, 'Öz', '')`,
  )
  const links = await countOf('identityLink')
  const selected = await selectRows(database.url, 'SELECT no, mail, tel, name, tier FROM crm ORDER BY no')
  t.teardown(() => selected.close())
  t.deepEqual(selected.header, header)
  const reader = await openReader(db, { map, header: selected.header, country: 'DE' })
  const run = await startRun(db, { key: keyOf('select'), source: 'crm', now })
  const report = path.join(folder, 'select.csv')
  const to = { ...settings, reader, report }
  t.like(await importRows(db, run, { ...to, rows: selected.rows() }), { rowsDone: 2, newIds: 1, newLinks: 0 })
  t.is(await countOf('identityLink'), links)
  t.deepEqual(await database.query(`select firstName from profile where pId = '5000'`), [{ firstName: 'Öz' }])
})

test.serial(
  'a SELECT that is wrong or writes is refused, and so are columns that profile lacks',
  async (t) => {
    for (const [statement, says] of [
      ['SELECT nothing FROM crm', /Unknown column/],
      ['SELECT 1; DELETE FROM crm', /syntax/],
      ['DELETE FROM crm', /READ ONLY/],
    ] as const) {
      const error = await t.throwsAsync(
        async () => {
          const selected = await selectRows(database.url, statement)
          for await (const row of selected.rows()) t.log(row)
        },
        { instanceOf: ImportError },
      )
      t.regex(error?.problems[0] ?? '', says)
    }
    t.is(await countOf('crm'), 2)
    const wrong = decodeImportMap('customer: numbr\nprofile: { firstNam: name, pId: no }', 'map.yaml')
    const error = await t.throwsAsync(openReader(db, { map: wrong, header, country: undefined }), {
      instanceOf: ImportError,
    })
    t.deepEqual(error?.problems, [
      'profile.firstNam: the table profile has no such column: did you mean firstName? ' +
        'For a column of your own: ALTER TABLE profile ADD COLUMN',
      'profile.pId: an import cannot write this column',
      'customer: there is no column "numbr": use one of no, mail, tel, name, tier',
    ])
  },
)
