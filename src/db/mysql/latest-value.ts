import { type RawBuilder, sql } from 'kysely'

/**
 * In an upsert: the greater of the stored and the given value; if one is NULL, the other. The order of upserts does
 * not matter.
 */
export function greatestOf<T>(table: string, column: string): RawBuilder<T> {
  const [stored, given] = [sql.ref(`${table}.${column}`), givenValue(column)]
  return sql<T>`greatest(coalesce(${stored}, ${given}), coalesce(${given}, ${stored}))`
}

/** The same as an assignment, for a bulk insert. */
export function raises(table: string, column: string): string {
  const [stored, given] = [`${table}.${column}`, `values(${column})`]
  return `${column} = greatest(coalesce(${stored}, ${given}), coalesce(${given}, ${stored}))`
}

/** In an upsert: the value of the row that was to be inserted. */
export function givenValue<T>(column: string): RawBuilder<T> {
  return sql<T>`values(${sql.ref(column)})`
}
