import { Kysely, MysqlDialect } from 'kysely'
import test, { type ExecutionContext } from 'ava'
import { createPool } from 'mysql2'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import {
  at,
  comment,
  decodeAll,
  delivery,
  echo,
  fromPerson,
  message,
  messengerBody,
  post,
  read,
} from '../helpers/decoded.ts'
import { openTables } from '../helpers/open-tables.ts'

const day = 86_400

interface PlanRow {
  readonly table: string
  readonly type: string
  readonly key: string
  readonly rows: number
}

/** Steps that read a whole table or index, or more rows than the few that were asked for. */
const wide = new Set(['ALL', 'index'])
/** Of so few rows a server may rightly read all. The tables of events are larger here. */
const smallTable = 300

test.serial('every query uses the index that is meant for it', async (t) => {
  const { record, database } = await openTables()
  await fill(record)
  for (const table of [
    'interaction',
    'chanFacebookFeed',
    'chanFacebookMessenger',
    'chan2Profile',
    'profile',
    'profileFacebook',
  ])
    await database.query(`analyze table ${table}`)
  for (const table of ['conversation', 'receipt', 'receiptMid', 'pageMessage', 'contentState', 'contentRow'])
    await database.query(`analyze table ${table}`)

  const statements = await statementsOf(t, database.url)
  const used = new Set<string>()
  for (const statement of statements) {
    const plan = await database.query(`explain format=traditional ${statement}`)
    for (const row of plan.map(asPlanRow)) {
      if (row.table === '' || row.table.startsWith('<') || row.table === 'one') continue
      const isLooseScan = row.key === 'eventOnce' && row.type === 'range' && statement.includes('group by')
      const isSmall = row.rows <= smallTable
      if (!isLooseScan && !isSmall)
        t.false(wide.has(row.type), `${row.table} is read whole:\n${statement.slice(0, 600)}`)
      // Whether a day occurs: the first row of its range tells.
      const isOneStep = row.table === 'i' && row.key === 'eventOnce' && row.type === 'ref'
      // All comments are under one post here, so the server expects as many under each comment.
      const isUnderOnePost = row.table === 'r' && row.key === 'parentIndex'
      t.true(
        isOneStep || isUnderOnePost || row.rows <= 1_500,
        `${row.table}: ${row.rows} rows by ${row.key}:\n${statement.slice(0, 600)}`,
      )
      used.add(`${row.table.replace(/^(?:m|q|f|p|r|n|b|a)$/, '*')}.${row.key}`)
    }
  }
  for (const index of [
    'interaction.eventOnce',
    'chan2Profile.PRIMARY',
    'conversation.pageAndPerson',
    'contentState.PRIMARY',
    'contentRow.PRIMARY',
    'pageMessage.PRIMARY',
    'receipt.PRIMARY',
    'receiptMid.PRIMARY',
  ])
    t.true(used.has(index), `${index} is not used: ${[...used].join(' ')}`)
})

async function fill(record: (...bodies: string[]) => Promise<void>): Promise<void> {
  const numbers = Array.from({ length: 600 }, (_, n) => n)
  for (let part = 0; part < 6; part += 1) {
    const bodies = numbers.flatMap((n) => {
      const seconds = part * 10 * day + n * 60
      const psid = String(700 + (n % 150))
      return [
        message(psid, `m${part}-${n}`, at(seconds)),
        echo(psid, `e${part}-${n}`, at(seconds + 1)),
        comment(`c${part}-${n}`, at(seconds), { from: { id: psid, name: `Name ${n}` } }),
        ...(n % 3 === 0
          ? [delivery(psid, at(seconds + 2), [`e${part}-${n}`]), read(psid, at(seconds + 3))]
          : []),
        ...(n % 10 === 0 ? [post(`p${part}-${n}`, at(seconds), { created_time: at(seconds) / 1000 })] : []),
        ...(n % 10 === 0 ? [comment(`c${part}-${n}`, at(seconds + 9), { verb: 'edited' })] : []),
      ]
    })
    await record(...bodies)
  }
}

/** The statements of an ordinary batch with all kinds of items, with their values. */
async function statementsOf(t: ExecutionContext, url: string): Promise<string[]> {
  const statements: string[] = []
  const pool = createPool({
    uri: url,
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: ['DATE'],
  })
  const db = new Kysely<Database>({
    dialect: new MysqlDialect({ pool }),
    log(event) {
      const { sql, parameters } = event.query
      if (/^\W*(?:select|update)/i.test(sql)) statements.push(pool.format(sql, [...parameters]))
    },
  })
  t.teardown(() => db.destroy())
  const many = Array.from({ length: 95 }, (_, n) => n)
  const { events, receipts } = decodeAll(
    [1, 2, 3, 4, 5].flatMap((n) => [
      message(`70${n}`, `new${n}`, at(n)),
      echo(`70${n}`, `newer${n}`, at(n)),
      message(`unknown${n}`, `first${n}`, at(n)),
      comment(`c2-${n * 10}`, at(99 + n), { verb: 'edited' }),
      post(`p1-${n * 10}`, at(99 + n), { verb: 'hide' }),
      messengerBody({
        ...fromPerson(`70${n}`, at(99)),
        message_edit: { mid: `m0-${n}`, text: 'x', num_edit: 1 },
      }),
      delivery(`70${n}`, at(40 * day), [`e3-${n}`]),
      read(`70${n}`, at(n + 70 * day)),
    ]),
  )
  const { record } = createEventRecorder(db, { linksOf: withCheckBox })
  await record(events)
  await record(decodeAll(many.map((n) => comment(`new-${n}`, at(99 + n)))).events)
  await record(
    decodeAll(many.map((n) => comment(`reply-${n}`, at(199 + n), { parent_id: `9_c2-${n}` }))).events,
  )
  await createReceipts(db).record(receipts)
  return statements
}

/** The customer of each message also has a check box. */
function withCheckBox(event: PageEvent): IdentityLink[] {
  const { key, ts, pageId, actor, type } = event
  if (type !== 'message' || actor.is !== 'person') return []
  const [a, b] = [
    { kind: 'facebook', value: actor.id },
    { kind: 'userRef', value: `box of ${actor.id}` },
  ] as const
  const source = { kind: 'interaction', id: key } as const
  return [{ a, b, evidence: 'user_ref', strength: 'verified', source, ts, pageId }]
}

function asPlanRow({ table, type, key, rows }: Readonly<Record<string, unknown>>): PlanRow {
  return { table: textOf(table), type: textOf(type), key: textOf(key), rows: Number(rows ?? 0) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
