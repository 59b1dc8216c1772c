/** The result of a SELECT of the brand's own, row by row, as an import reads it. */
import { createConnection, type FieldPacket } from 'mysql2'
import { ImportError } from '../../import/import-error.ts'
import type { SourceRow } from '../../import/csv-file.ts'
import { parseDatabaseUrl } from '../mysql/database-url.ts'

export interface SelectedRows {
  readonly header: readonly string[]
  rows(): AsyncGenerator<SourceRow>
  close(): void
}

/** The server may wait this long for the import to take the next rows. */
const waitSeconds = 3_600

/**
 * Runs the SELECT in a transaction that may write nothing. Values come as texts, and NULL as an empty one. Throws
 * ImportError with what the server says of the statement.
 */
export async function selectRows(url: string, select: string): Promise<SelectedRows> {
  const connection = createConnection({
    ...parseDatabaseUrl(url),
    charset: 'UTF8MB4_UNICODE_520_CI',
    timezone: 'Z',
    multipleStatements: false,
    rowsAsArray: true,
    typeCast: (field) => field.string(),
  })
  const run = (statement: string) => connection.promise().query(statement)
  const fail = (error: unknown): never => {
    connection.destroy()
    const message = error instanceof Error ? error.message : 'unknown'
    throw new ImportError([`the SELECT cannot be read: ${message}`])
  }
  await run(
    `SET SESSION net_write_timeout = ${waitSeconds}, wait_timeout = ${waitSeconds}, time_zone = '+00:00'`,
  ).catch(fail)
  await run('START TRANSACTION READ ONLY').catch(fail)
  const query = connection.query(select)
  const header = new Promise<string[]>((resolve, reject) => {
    query.on('fields', (fields: readonly FieldPacket[] | undefined) =>
      resolve((fields ?? []).map(({ name }) => name)),
    )
    query.on('error', reject)
    query.on('end', () => resolve([]))
  })
  const stream = query.stream({ highWaterMark: 1_000 })
  // The first rows may come before the header is awaited.
  stream.once('error', () => undefined)
  const names = await header.catch(fail)
  if (names.length === 0) return fail(new Error('it gives no columns'))
  return {
    header: names,
    async *rows() {
      let line = 0
      try {
        for await (const row of stream as AsyncIterable<readonly (string | null)[]>) {
          line += 1
          yield { line, values: row.map((value) => value ?? '') }
        }
      } catch (error) {
        fail(error)
      }
    },
    close: () => connection.destroy(),
  }
}
