/** Two databases hold the same customer data: row for row, by what the rows say, not by the ids that came first. */
import type { Connection } from 'mysql2/promise'
import { tables } from '../../src/db/mysql/schema.ts'
import { openDatabase, query } from '../../sandbox/facebook/ledger/found-rows.ts'

/** Natural keys. `event` stands for kwInteractionId, `thread` for conversationId. */
const compared = {
  interaction: ['eventDay', 'eventKey'],
  chanFacebookFeed: ['event'],
  chanFacebookMessenger: ['event'],
  chan2Profile: ['channelId', 'cidType'],
  profile: ['pId'],
  profileFacebook: ['pId'],
  page: ['pageId'],
  conversation: ['pageId', 'psid'],
  receipt: ['thread', 'kind', 'watermark'],
  receiptMid: ['thread', 'midKey'],
  pageMessage: ['thread', 'ts', 'event'],
  contentState: ['contentKey'],
  contentRow: ['contentKey', 'event'],
} as const satisfies Partial<Record<keyof typeof tables, readonly string[]>>

type Compared = keyof typeof compared

/** When a row was written, and ids that the database gives: no two runs agree on these. */
const ofTheRun = new Set([
  'interaction.kwInteractionId',
  'conversation.id',
  'profile.lastUpdated',
  'contentState.textSeenTs',
  'page.firstSeenTs',
  'contentState.textSeenTs',
])

export interface TableComparison {
  readonly table: string
  /** Rows in the first database. */
  readonly rows: number
  readonly differences: number
  /** The first few, in words. */
  readonly examples: readonly string[]
}

/** `first` and `second`: database URLs, and what to call them in examples. */
export async function compareDatabases(
  first: { readonly url: string; readonly name: string },
  second: { readonly url: string; readonly name: string },
): Promise<TableComparison[]> {
  const [one, other] = await Promise.all([openDatabase(first.url), openDatabase(second.url)])
  try {
    const comparisons: TableComparison[] = []
    for (const table of Object.keys(compared) as Compared[]) {
      const rows = await Promise.all([readTable(one, table), readTable(other, table)])
      comparisons.push(compareRows(table, rows, [first.name, second.name]))
    }
    return comparisons
  } finally {
    await Promise.all([one.end(), other.end()])
  }
}

async function readTable(connection: Connection, table: Compared): Promise<Map<string, string>> {
  const rows = new Map<string, string>()
  for (const row of await query(connection, selectOf(table))) {
    let key = compared[table].map((column) => row[column]).join(' ')
    while (rows.has(key)) key += ' (again)'
    rows.set(key, JSON.stringify(row))
  }
  return rows
}

function selectOf(table: Compared): string {
  const joins = new Set<string>()
  const columns = Object.entries(tables[table]).flatMap(([column, kind]) => {
    if (ofTheRun.has(`${table}.${column}`)) return []
    if (column === 'kwInteractionId') {
      joins.add('LEFT JOIN interaction i ON i.kwInteractionId = t.kwInteractionId')
      return ["COALESCE(HEX(i.eventKey), 'no interaction') AS event"]
    }
    if (column === 'conversationId') {
      joins.add('LEFT JOIN conversation c ON c.id = t.conversationId')
      return ["COALESCE(CONCAT(c.pageId, ' ', c.psid), 'no conversation') AS thread"]
    }
    return [kind.startsWith('bytes') ? `HEX(t.${column}) AS ${column}` : `t.${column}`]
  })
  return `SELECT ${columns.join(', ')} FROM ${table} t ${[...joins].join(' ')}`
}

function compareRows(
  table: string,
  [first, second]: readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>],
  [firstName, secondName]: readonly [string, string],
): TableComparison {
  const differences: (() => string)[] = []
  for (const [key, row] of first) {
    const other = second.get(key)
    if (other === undefined) differences.push(() => `${table} ${key}: only in ${firstName}`)
    else if (other !== row) differences.push(() => `${table} ${key}: ${describe(row, other)}`)
  }
  for (const key of second.keys())
    if (!first.has(key)) differences.push(() => `${table} ${key}: only in ${secondName}`)
  return {
    table,
    rows: first.size,
    differences: differences.length,
    examples: differences.slice(0, 5).map((example) => example()),
  }

  function describe(row: string, other: string): string {
    const [a, b]: Record<string, unknown>[] = [JSON.parse(row), JSON.parse(other)]
    const columns = Object.keys(a ?? {}).filter((column) => a?.[column] !== b?.[column])
    return columns
      .map(
        (column) => `${column} ${show(a?.[column])} in ${firstName}, ${show(b?.[column])} in ${secondName}`,
      )
      .join('; ')
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'NULL'
  return text.length > 90 ? `${text.slice(0, 90)}…` : text
}
