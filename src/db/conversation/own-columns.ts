/** Columns that the brand added to `profile`. Storyboards read them; nothing here writes them. */
import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { JsonObject, JsonValue } from '../../domain/reply.ts'
import type { Database } from '../mysql/schema.ts'
import { seedTables } from '../mysql/seed-tables.ts'

export interface OwnColumns {
  /** The values that the customer has; undefined: `profile` has no column of the brand's own. */
  find(pId: ProfileId): Promise<JsonObject | undefined>
}

/** The names are read from the table once: a column that is added later is seen after a restart. */
export function createOwnColumns(db: Kysely<Database>): OwnColumns {
  let known: Promise<readonly OwnColumn[]> | undefined
  async function read(): Promise<readonly OwnColumn[]> {
    try {
      return await findOwnColumns(db)
    } catch (error) {
      known = undefined
      throw error
    }
  }
  return {
    async find(pId) {
      known ??= read()
      const columns = await known
      if (columns.length === 0) return undefined
      const selected = columns.map(
        ({ name }, at) => sql`cast(${sql.ref(name)} as char) as ${sql.id(`c${at}`)}`,
      )
      const { rows } = await sql<Readonly<Record<string, string | null>>>`
        select ${sql.join(selected)} from profile where pId = ${pId}`.execute(db)
      const [row] = rows
      const values = columns.flatMap(({ name, isNumber }, at): [string, JsonValue][] => {
        const text = row?.[`c${at}`] ?? null
        return text === null ? [] : [[name, isNumber ? toNumber(text) : text]]
      })
      return Object.fromEntries(values)
    },
  }
}

interface OwnColumn {
  readonly name: string
  readonly isNumber: boolean
}

const texts = [
  'char',
  'varchar',
  'tinytext',
  'text',
  'mediumtext',
  'enum',
  'set',
  'date',
  'datetime',
  'timestamp',
  'time',
]
const numbers = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'float', 'double', 'year']

/** Without bytes, and without texts that no message could hold. */
async function findOwnColumns(db: Kysely<Database>): Promise<OwnColumn[]> {
  const { rows } = await sql<{ readonly name: string; readonly type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = database() and table_name = 'profile' order by ordinal_position`.execute(db)
  return rows
    .map(({ name, type }) => ({ name, type: type.toLowerCase() }))
    .filter(({ name, type }) => !(name in seedTables.profile) && [...texts, ...numbers].includes(type))
    .map(({ name, type }) => ({ name, isNumber: numbers.includes(type) }))
}

/** A number that JavaScript would round stays a text. */
function toNumber(text: string): JsonValue {
  const value = Number(text)
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value
}
