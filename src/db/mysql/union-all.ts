import { type RawBuilder, sql } from 'kysely'

/** One statement in place of several: each would cost a round trip. In no order: not for selects that lock rows. */
export function unionAll<Row>(selects: readonly RawBuilder<Row>[]): RawBuilder<Row> {
  const [only, ...others] = selects
  if (only !== undefined && others.length === 0) return only
  return sql<Row>`${sql.join(
    selects.map((select) => sql`(${select})`),
    sql` union all `,
  )}`
}
