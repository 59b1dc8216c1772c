import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { importRows } from '../../../src/db/import/import-rows.ts'
import { startRun } from '../../../src/db/import/import-runs.ts'
import { openReader } from '../../../src/db/import/open-reader.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { type FeedEvent, feedChannel } from '../../../src/domain/event.ts'
import { commentKey, keyOf } from '../../../src/domain/event-key.ts'
import type { CustomerKey, IdentityLink } from '../../../src/domain/identity-link.ts'
import { asPageId, asPsid } from '../../../src/domain/ids.ts'
import type { SourceRow } from '../../../src/import/csv-file.ts'
import { decodeImportMap } from '../../../src/import/import-map.ts'
import { setting } from '../../../trials/identity/random-history.ts'
import {
  createPlayer,
  type Deed,
  differenceOf,
  emptyAll,
  replay,
  takeSnapshot,
} from '../../../trials/identity/replay.ts'
import { createTestDatabase } from '../../helpers/database.ts'

const recorders = 8
const database = await createTestDatabase()
const db = createDatabase({ url: database.url, poolSize: recorders + 2 })
const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-import-'))
test.after.always(async () => {
  rmSync(folder, { recursive: true })
  await db.destroy()
  await database.drop()
})

const start = Date.UTC(2026, 10, 29)
const pageId = asPageId('901')
const map = decodeImportMap(
  'source: crm\ncustomer: no\nemail: mail\nphone: tel\nprofile: { city: town, firstName: name }',
  'map.yaml',
)
const header = ['no', 'mail', 'tel', 'town', 'name']
const people = Array.from({ length: 120 }, (_, at) => at)

const mailOf = (at: number) => `ada${at}@example.com`
const phoneOf = (at: number) => `+4917112${String(34_000 + at)}`
/** Each tenth e-mail is that of the customer before, too; each seventh row comes again at the end. */
const rows = [...people, ...people.filter((at) => at % 7 === 0)].map((at) => [
  `n${at}`,
  mailOf(at % 10 === 9 ? at - 1 : at),
  at % 3 === 0 ? phoneOf(at) : '',
  at % 2 === 0 ? 'Lyon' : '',
  at % 5 === 0 ? '' : `Name ${at}`,
])

async function* source(): AsyncGenerator<SourceRow> {
  for (const [at, values] of rows.entries()) yield { line: at + 2, values }
}

async function importAll(rowsAtOnce: number): Promise<void> {
  const reader = await openReader(db, { map, header, country: 'DE' })
  const run = await startRun(db, { key: keyOf('file'), source: map.source, now: start })
  await importRows(db, run, {
    rows: source(),
    reader,
    source: map.source,
    report: path.join(folder, 'left-out.csv'),
    rules: setting.rules,
    tombstones: undefined,
    clock: () => start,
    onProgress: () => undefined,
    rowsAtOnce,
  })
}

function comment(at: number): FeedEvent {
  const commentId = `9_${at}`
  return {
    key: commentKey(pageId, commentId),
    ts: start + at,
    pageId,
    channel: feedChannel,
    type: 'comment',
    direction: 'in',
    actor: { is: 'person', id: asPsid(String(at)), name: `Face ${at}` },
    feed: { field: 'feed', valueRaw: null, comment_id: commentId, item: 'comment', verb: 'add' },
  }
}

function attested(at: number, b: CustomerKey): IdentityLink {
  return {
    a: { kind: 'facebook', value: String(at) },
    b,
    evidence: 'quick_reply',
    strength: 'attested',
    source: { kind: 'interaction', id: `${at} ${b.kind}` },
    ts: start + at,
    pageId,
  }
}

/** Who comments, tells an e-mail or a phone, and takes some of it back. */
const deeds = people.flatMap((at): Deed[] => {
  const mail = attested(at, { kind: 'email', value: mailOf(at) })
  const phone = attested(at, { kind: 'phone', value: phoneOf((at + 3) % people.length) })
  return [
    { do: 'event', event: comment(at) },
    { do: 'link', link: mail },
    ...(at % 4 === 0 ? [{ do: 'link', link: phone } as const] : []),
    ...(at % 6 === 0 ? [{ do: 'revoke', link: mail } as const] : []),
    { do: 'resolve' },
  ]
})

test.serial('an import beside eight recorders ends in the same rows as after them', async (t) => {
  await replay(db, [deeds])
  await importAll(500)
  await replay(db, [])
  const expected = await takeSnapshot(db)
  t.true((expected['chan2Profile']?.length ?? 0) > 300)

  await emptyAll(db)
  const lanes = Array.from({ length: recorders }, (_, lane) =>
    deeds.filter((_deed, at) => Math.floor(at / 3) % recorders === lane),
  )
  await Promise.all([
    importAll(7),
    ...lanes.map(async (lane) => {
      const perform = createPlayer(db)
      for (const deed of lane) await perform(deed)
    }),
  ])
  await replay(db, [])
  t.is(differenceOf(await takeSnapshot(db), expected), undefined)
})

test.serial('the size of a batch makes no difference, among customers of before', async (t) => {
  await emptyAll(db)
  await replay(db, [deeds])
  await importAll(500)
  const expected = await takeSnapshot(db)
  for (const rowsAtOnce of [1, 10, 64]) {
    await emptyAll(db)
    await replay(db, [deeds])
    await importAll(rowsAtOnce)
    t.is(differenceOf(await takeSnapshot(db), expected), undefined, `${rowsAtOnce} rows at once`)
  }
})
