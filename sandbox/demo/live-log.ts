import type { Connection } from 'mysql2/promise'
import { openDatabase, query, queryOne, type Row } from '../facebook/ledger/found-rows.ts'
import { printable } from '../../src/telemetry/printable.ts'
import { paint } from './paint.ts'

export type LiveLog = Awaited<ReturnType<typeof followTables>>

const lookEveryMs = 60

/** Tells what happens, and, as soon as the rows are committed, whom it was stitched to and which tables have it. */
export async function followTables(databaseUrl: string, mark: bigint) {
  const connection = await openDatabase(databaseUrl)
  const tell = createTeller()
  let last = mark
  let looking = Promise.resolve()
  async function look(): Promise<void> {
    for (const row of await newRows(connection, last)) {
      last = BigInt(String(row['id']))
      tell(row)
    }
  }
  const timer = setInterval(() => {
    looking = looking.then(look).catch(() => undefined) // `stop` looks once more, and fails where this did
  }, lookEveryMs)
  return {
    /** Something happens on the Page now. */
    say(time: number, line: string): void {
      console.log(`${paint.dim(new Date(time).toISOString().slice(11, 16))}  ${line}`)
    },
    /** The last rows are told. Resolves to how many rows there are, by table. */
    async stop(): Promise<ReadonlyMap<string, number>> {
      clearInterval(timer)
      await looking.then(look)
      return await countRows(connection, mark)
    },
    /** Nothing more is told. */
    async close(): Promise<void> {
      clearInterval(timer)
      await looking
      connection.destroy()
    },
  }
}

async function newRows(connection: Connection, last: bigint): Promise<Row[]> {
  return await query(
    connection,
    `select i.kwInteractionId id, i.pId, i.channel, i.interactionType type, i.direction,
       p.firstName, p.lastName, f.verb, c.channelId is not null isPerson,
       f.kwInteractionId is not null inFeed
     from interaction i
     left join profile p on p.pId = i.pId
     left join chan2Profile c on c.pId = i.pId
     left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId
     where i.kwInteractionId > ? order by i.kwInteractionId limit 500`,
    [String(last)],
  )
}

/** One line a row: what it is, whose, and where it went. Remembers whom it has met. */
function createTeller(): (row: Row) => void {
  const met = new Set<string>()
  return function tell(row) {
    const pId = String(row['pId'])
    const isNew = Number(row['isPerson']) === 1 && !met.has(pId)
    met.add(pId)
    const name = printable([row['firstName'], row['lastName']].filter(Boolean).join(' '))
    const what = [row['type'], row['verb']].filter(Boolean).join(' ')
    const tables = [
      `interaction #${String(row['id'])}`,
      Number(row['inFeed']) === 1 ? 'chanFacebookFeed' : 'chanFacebookMessenger',
      ...(isNew ? ['chan2Profile, profile, profileFacebook (new customer)'] : []),
    ]
    const who = pId.startsWith('facebook:') ? `${pId}${name === '' ? '' : ` ${name}`}` : pId
    const arrow = row['direction'] === 'out' ? '→' : '←'
    console.log(paint.dim(`       ${paint.green('✓')} ${what} ${arrow} ${who}: ${tables.join(', ')}`))
  }
}

const ownTables = ['chanFacebookFeed', 'chanFacebookMessenger', 'interaction']
const wholeTables = [
  'profile',
  'profileFacebook',
  'chan2Profile',
  'conversation',
  'receipt',
  'webhookDelivery',
  'deadLetter',
]

async function countRows(connection: Connection, mark: bigint): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const table of [...ownTables, ...wholeTables]) {
    const since = ownTables.includes(table) ? ` where kwInteractionId > ${mark}` : ''
    counts.set(table, Number(await queryOne(connection, `select count(*) from \`${table}\`${since}`)))
  }
  return counts
}
