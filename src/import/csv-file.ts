/** A CSV file as rows, in bounded memory, whatever its encoding, delimiter and line ends are. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { ImportError } from './import-error.ts'
import type { ImportMap } from './import-map.ts'
import { type FoundEncoding, findEncoding } from './csv-encoding.ts'

/** A row with its line in the file, counted from 1; of a row that goes over several lines, the first. */
export type SourceRow =
  | { readonly line: number; readonly values: readonly string[] }
  | { readonly line: number; readonly fault: string }

export interface CsvFile extends FoundEncoding {
  readonly header: readonly string[]
  readonly delimiter: string
  /** SHA-256 of the bytes, hexadecimal. */
  readonly digest: string
  /** All rows behind the header. Rows with another number of fields have a fault. */
  rows(): AsyncGenerator<SourceRow>
}

const mostColumns = 1_000
/** Of one row, with its line breaks. Behind a quote that is never closed, all of the file would be one row. */
const mostRowBytes = 1024 * 1024

/** Reads the file once, for its encoding and digest, and then its header. Throws ImportError. */
export async function openCsv(
  file: string,
  map: Pick<ImportMap, 'delimiter' | 'encoding'>,
): Promise<CsvFile> {
  const hash = createHash('sha256')
  const found = await findEncoding(file, {
    encoding: map.encoding,
    onBytes: (bytes) => void hash.update(bytes),
  })
  const start = await readStart(file, found)
  if (start.trim() === '') throw new ImportError([`${file} is empty`])
  const delimiter = map.delimiter ?? delimiterOf(start)
  const source = { file, ...found, delimiter }
  requireFewColumns(start, source)
  const header = await readHeader(source)
  return {
    ...found,
    delimiter,
    header,
    digest: hash.digest('hex'),
    rows: () => rowsOf(source, header.length),
  }
}

interface CsvSource extends FoundEncoding {
  readonly file: string
  readonly delimiter: string
}

async function* decode({ file, encoding, skippedBytes }: FoundEncoding & { readonly file: string }) {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  for await (const chunk of createReadStream(file, { start: skippedBytes }))
    yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** The first MiB of text. */
async function readStart(file: string, found: FoundEncoding): Promise<string> {
  let start = ''
  for await (const text of decode({ file, ...found })) {
    start += text
    if (start.length >= mostRowBytes) break
  }
  return start.slice(0, mostRowBytes)
}

/** The one that comes most often in the first line, outside of quotes. */
function delimiterOf(start: string): string {
  const line = firstLine(start).replaceAll(/"[^"]*"/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: line.split(delimiter).length,
  }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ','
}

function firstLine(start: string): string {
  return /^[^\r\n]*/.exec(start.trimStart())?.[0] ?? ''
}

function requireFewColumns(start: string, { file, delimiter }: CsvSource): void {
  const columns = firstLine(start).split(delimiter).length
  if (columns <= mostColumns) return
  throw new ImportError([
    `${file}:1 has ${columns} columns or more, and at most ${mostColumns} can be imported`,
  ])
}

async function readHeader(source: CsvSource): Promise<string[]> {
  for await (const row of records(source)) {
    if ('fault' in row) throw new ImportError([`${source.file}:${row.line} ${row.fault}`])
    const header = row.values.map((name) => name.trim())
    while (header.length > 1 && header.at(-1) === '') header.pop()
    return header
  }
  throw new ImportError([`${source.file} is empty`])
}

async function* rowsOf(source: CsvSource, columns: number): AsyncGenerator<SourceRow> {
  let isHeader = true
  for await (const row of records(source)) {
    if (isHeader) isHeader = false
    else if ('fault' in row) yield row
    else yield withFields(row, columns)
  }
}

/** A delimiter at the end of the line is no further field. */
function withFields(
  row: { readonly line: number; readonly values: readonly string[] },
  columns: number,
): SourceRow {
  const { line, values } = row
  const isComplete = values.length >= columns && values.slice(columns).every((value) => value.trim() === '')
  if (isComplete) return row
  return {
    line,
    fault: `has ${values.length} ${values.length === 1 ? 'field' : 'fields'} in place of ${columns}`,
  }
}

/** Every record but empty lines. The last one has a fault where the file cannot be read further. */
async function* records(source: CsvSource): AsyncGenerator<SourceRow> {
  let fault: string | undefined
  const parser = Readable.from(decode(source)).pipe(
    parse({
      delimiter: source.delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: mostRowBytes,
      relax_column_count: true,
      // An inch (5" pipe) and a wrong quote are texts.
      relax_quotes: true,
      // An error of the parser would lose the rows before it that were not taken yet.
      skip_records_with_error: true,
      on_skip: (error) => {
        fault ??= faults[error?.code ?? ''] ?? `cannot be read: ${error?.code}`
        return undefined
      },
    }),
  )
  // The parser counts \r\n inside quotes as two lines.
  let line = 1
  for await (const values of parser as AsyncIterable<string[]>) {
    const isEmpty = values.length === 1 && values[0]?.trim() === ''
    if (!isEmpty) yield { line, values: values.map(withoutOuterQuotes) }
    line += 1 + breaksIn(values)
  }
  if (fault !== undefined) yield { line, fault }
}

/** Nothing follows these: the parser has read to the end. */
const faults: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE:
    'is longer than 1 MiB: is there a quotation mark that is not closed? Nothing behind it was read',
  CSV_QUOTE_NOT_CLOSED: 'has a quotation mark that is not closed. Nothing behind it was read',
}

/** Quotes with spaces around them are quotes, too. */
function withoutOuterQuotes(value: string): string {
  const quoted = /^\s*"|"\s*$/.test(value) ? /^(\s*)"(.*)"(\s*)$/s.exec(value) : null
  const [, before = '', inner = '', after = ''] = quoted ?? []
  return before + after === '' ? value : inner.replaceAll('""', '"')
}

function breaksIn(values: readonly string[]): number {
  let breaks = 0
  for (const value of values) if (/[\r\n]/.test(value)) breaks += value.split(/\r\n|\n|\r/).length - 1
  return breaks
}
