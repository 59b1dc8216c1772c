import test from 'ava'
import type { Selectable } from 'kysely'
import { asPageId, asProfileId } from '../../../src/domain/ids.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { tables } from '../../../src/db/mysql/schema.ts'
import type { Family } from '../../../src/db/mysql/column-types.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import type { TestDatabase } from '../../helpers/database.ts'

const familyOf = new Map<string, Family>([
  ['varchar', 'text'],
  ['char', 'text'],
  ['text', 'text'],
  ['mediumtext', 'text'],
  ['bigint', 'bigint'],
  ['int', 'int'],
  ['smallint', 'int'],
  ['tinyint', 'int'],
  ['datetime', 'datetime'],
  ['timestamp', 'datetime'],
  ['date', 'day'],
  ['binary', 'bytes'],
  ['longblob', 'bytes'],
])

/** The live tables in the format of `tables` in src/db/mysql/schema.ts. */
async function readTables(database: TestDatabase): Promise<Record<string, Record<string, string>>> {
  const columns = await database.query(
    `SELECT table_name AS tableName, column_name AS name, data_type AS type, is_nullable AS nullable,
       column_default IS NOT NULL AS hasDefault, extra AS extra
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`,
  )
  const found: Record<string, Record<string, string>> = {}
  for (const column of columns) {
    const table = (found[String(column['tableName'])] ??= {})
    table[String(column['name'])] = `${familyOf.get(String(column['type']))}${toSuffix(column)}`
  }
  return found
}

function toSuffix({ nullable, hasDefault, extra }: Record<string, unknown>): string {
  if (nullable === 'YES') return ' null'
  if (String(extra).includes('auto_increment')) return ' auto'
  return hasDefault === 1 ? ' default' : ''
}

test('describes the live tables column by column', async (t) => {
  const database = await createTestDatabase()
  t.deepEqual(await readTables(database), tables)
  await database.drop()
})

test('finds a column that was added, dropped, renamed or changed', async (t) => {
  const database = await createTestDatabase()
  const changes: readonly [string, string][] = [
    ['ALTER TABLE page ADD COLUMN extra int', 'ALTER TABLE page DROP COLUMN extra'],
    ['ALTER TABLE page RENAME COLUMN registeredTs TO r', 'ALTER TABLE page RENAME COLUMN r TO registeredTs'],
    [
      'ALTER TABLE page MODIFY registeredTs datetime(3) NOT NULL',
      'ALTER TABLE page MODIFY registeredTs datetime(3)',
    ],
    [
      'ALTER TABLE page MODIFY firstSeenTs bigint NOT NULL',
      'ALTER TABLE page MODIFY firstSeenTs datetime(3) NOT NULL',
    ],
    ['CREATE TABLE surprise (id int)', 'DROP TABLE surprise'],
    ['ALTER TABLE page DROP COLUMN registeredTs', 'ALTER TABLE page ADD COLUMN registeredTs datetime(3)'],
  ]
  for (const [change, back] of changes) {
    await database.query(change)
    t.notDeepEqual(await readTables(database), tables, change)
    await database.query(back)
    t.deepEqual(await readTables(database), tables, back)
  }
  await database.drop()
})

test('every family reads as the type that it declares', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  const written = {
    kwInteractionId: '9007199254740993',
    pId: asProfileId('facebook:1'),
    channel: '😀',
    interactionType: null,
    ts: new Date('2026-11-22T01:02:03.456Z'),
    direction: 'in',
    pageId: asPageId('9007199254740995'),
    eventDay: '2026-11-22',
    eventKey: Buffer.from('00112233445566778899aabbccddeeff', 'hex'),
    standby: 1,
    originPId: asProfileId('facebook:2'),
  } satisfies Selectable<Database['interaction']>
  await db.insertInto('interaction').values(written).execute()
  t.deepEqual(await db.selectFrom('interaction').selectAll().execute(), [written])
  await db.destroy()
  await database.drop()
})

test('what must exist once is unique in the database', async (t) => {
  const database = await createTestDatabase()
  t.teardown(() => database.drop())
  const rows = await database.query(
    `SELECT table_name AS tableName, group_concat(column_name ORDER BY seq_in_index) AS names
     FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0
     GROUP BY table_name, index_name`,
  )
  const unique = new Set(rows.map((row) => `${String(row['tableName'])}(${String(row['names'])})`))
  for (const key of [
    'interaction(eventDay,eventKey)',
    'chan2Profile(channelId,cidType)',
    'turn(kwInteractionId)',
    'outbound(turnId,step)',
    'conversation(pageId,psid)',
    'webhookDelivery(groupKey)',
    'deadLetter(deadKey)',
    'identityLink(linkKey)',
  ])
    t.true(unique.has(key), key)
})
