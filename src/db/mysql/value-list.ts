import { type RawBuilder, sql } from 'kysely'

/**
 * The values of an `in (…)`, as one parameter that the driver writes out: a parameter for each takes Kysely a
 * microsecond. The statement must not be a prepared one.
 */
export function valueList(values: readonly (string | number | Buffer)[]): RawBuilder<unknown> {
  return sql`${values}`
}
