import type { SourceRow } from './csv-file.ts'
import { type ImportRow, type LeftOut, type RowReader, toImportRow } from './to-import-row.ts'

/** A part of a row that is not taken, with the line of the row. */
export interface LeftOutAt extends LeftOut {
  readonly line: number
}

export interface Batch {
  /** With the line of each. */
  readonly rows: readonly (ImportRow & { readonly line: number })[]
  readonly leftOut: readonly LeftOutAt[]
  /** Rows of the source, with those that are left out. */
  readonly read: number
  readonly rowsLeftOut: number
}

/** The rows behind the first `skip`, `size` at a time. */
export async function* readBatches(
  source: AsyncIterable<SourceRow>,
  { reader, size, skip }: { readonly reader: RowReader; readonly size: number; readonly skip: number },
): AsyncGenerator<Batch> {
  let rows: (ImportRow & { readonly line: number })[] = []
  let leftOut: LeftOutAt[] = []
  let read = 0
  let seen = 0
  const take = (): Batch => {
    const batch = { rows, leftOut, read, rowsLeftOut: read - rows.length }
    rows = []
    leftOut = []
    read = 0
    return batch
  }
  for await (const row of source) {
    seen += 1
    if (seen <= skip) continue
    read += 1
    const { line } = row
    if ('fault' in row) leftOut.push({ line, part: 'row', reason: row.fault })
    else {
      const found = toImportRow(row.values, reader)
      if (found.row !== undefined) rows.push({ line, ...found.row })
      for (const part of found.leftOut) leftOut.push({ line, ...part })
    }
    if (read === size) yield take()
  }
  if (read > 0) yield take()
}
