/**
 * The tables of a database as information_schema describes them, without the database's name. Equal schemas have
 * equal snapshots.
 */
export type Query = (sql: string) => Promise<Record<string, unknown>[]>

export async function readSchema(query: Query): Promise<Record<string, unknown>> {
  const columns = await query(
    // What MySQL says of a view's NULL and default depends on which of its tables it had opened before.
    `SELECT c.table_name AS tableName, column_name AS name, ordinal_position AS position, column_type AS type,
       if(table_type = 'VIEW', null, is_nullable) AS nullable, if(table_type = 'VIEW', null, column_default) AS defaultValue,
       collation_name AS collation, extra, column_comment AS comment
     FROM information_schema.columns c JOIN information_schema.tables t
       ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE c.table_schema = DATABASE() ORDER BY c.table_name, ordinal_position`,
  )
  const indexes = await query(
    `SELECT table_name AS tableName, index_name AS name, seq_in_index AS position, column_name AS columnName,
       non_unique AS repeats
     FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index`,
  )
  const tables = await query(
    `SELECT table_name AS name, engine, row_format AS rowFormat, table_collation AS collation
     FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name`,
  )
  return { tables, columns, indexes }
}
