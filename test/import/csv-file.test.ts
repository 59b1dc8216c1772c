import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { array, assert, asyncProperty, constantFrom, string } from 'fast-check'
import { ImportError } from '../../src/import/import-error.ts'
import { openCsv, type SourceRow } from '../../src/import/csv-file.ts'

type Bytes = string | Buffer

function fileOf(t: ExecutionContext, bytes: Bytes): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-csv-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'customers.csv')
  writeFileSync(file, bytes)
  return file
}

async function read(t: ExecutionContext, bytes: Bytes, map = {}) {
  const csv = await openCsv(fileOf(t, bytes), map)
  const rows: SourceRow[] = []
  for await (const row of csv.rows()) rows.push(row)
  return {
    header: csv.header,
    rows: rows.map((row) => ('fault' in row ? [row.line, row.fault] : [row.line, ...row.values])),
  }
}

async function problemsOf(t: ExecutionContext, bytes: Bytes, map = {}): Promise<readonly string[]> {
  const error = await t.throwsAsync(read(t, bytes, map), { instanceOf: ImportError })
  return (error?.problems ?? []).map((problem) => problem.replace(/\S*customers\.csv/, 'FILE'))
}

const table = {
  header: ['Number', 'Name'],
  rows: [
    [2, '1', 'Zoë'],
    [3, '2', 'Łucja'],
  ],
}

test('a table is the same with any delimiter, line end and encoding of Unicode', async (t) => {
  for (const delimiter of [',', ';', '\t', '|'])
    for (const end of ['\n', '\r\n', '\r'])
      for (const last of ['', end]) {
        const text = `Number${delimiter}Name${end}1${delimiter}Zoë${end}2${delimiter}Łucja${last}`
        t.deepEqual(await read(t, text), table, JSON.stringify(text))
      }
  const text = 'Number,Name\n1,Zoë\n2,Łucja\n'
  t.deepEqual(await read(t, `\uFEFF${text}`), table)
  t.deepEqual(await read(t, Buffer.from(`\uFEFF${text}`, 'utf16le')), table)
  t.deepEqual(await read(t, Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()), table)
  t.deepEqual(await read(t, Buffer.from(text, 'utf16le'), { encoding: 'utf-16' }), table)
})

test('bytes that are not UTF-8 are Latin-1, as Windows writes it', async (t) => {
  const rows = [[2, '1', 'Zoë – 5 €']]
  const bytes = Buffer.from('Number;Name\r\n1;Zo\xeb \x96 5 \x80\r\n', 'latin1')
  t.deepEqual(await read(t, bytes), { header: ['Number', 'Name'], rows })
  t.deepEqual(await problemsOf(t, bytes, { encoding: 'utf-8' }), [
    'FILE is not UTF-8: save it as CSV (UTF-8)',
  ])
})

test('a character that the end of a chunk cuts is still UTF-8', async (t) => {
  const name = 'é😀'.repeat(400_000)
  for (const shift of ['', 'x', 'xx', 'xxx']) {
    const rows = [shift, name.slice(0, 300_000), name.slice(0, 300_000)].map((text, at) => [
      at + 2,
      String(at),
      text,
    ])
    const text = ['Number,Name', ...rows.map(([, number, name_]) => `${number},${name_}`)].join('\n')
    t.deepEqual((await read(t, text)).rows, rows)
  }
})

test('quotes hold delimiters, quotes and line breaks, and the lines are still counted', async (t) => {
  const text =
    'a,b\r\n1,"x\r\ny, ""z"""\r\n\r\n2,"5" pipe"\r\n3," two\n\nlines " \r\n4,5"\r\n6, "7 ""8""" \r\n'
  t.deepEqual((await read(t, text)).rows, [
    [2, '1', 'x\r\ny, "z"'],
    [5, '2', '"5" pipe"'],
    [6, '3', ' two\n\nlines '],
    [9, '4', '5"'],
    [10, '6', '7 "8"'],
  ])
})

test('a row with another number of fields has a fault, the others are read', async (t) => {
  t.deepEqual((await read(t, 'a,b,\n1,2,,\n3\n4,5,6\n7,8\n9,10,11,12\n')).rows, [
    [2, '1', '2', '', ''],
    [3, 'has 1 field in place of 2'],
    [4, 'has 3 fields in place of 2'],
    [5, '7', '8'],
    [6, 'has 4 fields in place of 2'],
  ])
})

test('a quote that is not closed ends the file with the line where it begins', async (t) => {
  t.deepEqual((await read(t, 'a,b\n1,2\n3,"4\n5,6\n')).rows, [
    [2, '1', '2'],
    [3, 'has a quotation mark that is not closed. Nothing behind it was read'],
  ])
  const endless = `a,b\n1,2\n3,"4\n${'5,6\n'.repeat(400_000)}`
  const rows = (await read(t, endless)).rows
  t.deepEqual(rows.at(-1)?.[0], 3)
  t.regex(String(rows.at(-1)?.[1]), /^is longer than 1 MiB/)
})

test('a file that is no table is refused, with the reason', async (t) => {
  t.deepEqual(await problemsOf(t, ''), ['FILE is empty'])
  t.deepEqual(await problemsOf(t, ' \n\n'), ['FILE is empty'])
  t.deepEqual(await problemsOf(t, Buffer.from('PK\x03\x04\0\0')), [
    'FILE is a workbook or archive: save it as CSV (UTF-8)',
  ])
  t.deepEqual(await problemsOf(t, Buffer.from('a,b\n\0\n')), [
    'FILE is no text in UTF-8 or Latin-1: save it as CSV (UTF-8)',
  ])
  const many = Array.from({ length: 1_000_000 }, (_, at) => `c${at}`).join(',')
  const [problem = ''] = await problemsOf(t, `${many}\n1,2\n`)
  t.regex(problem, /^FILE:1 has \d{6} columns or more, and at most 1000 can be imported$/)
  const error = await t.throwsAsync(openCsv('/does/not/exist.csv', {}), { instanceOf: ImportError })
  t.deepEqual(error?.problems, ['/does/not/exist.csv does not exist: check the path'])
})

test('rows written as CSV are read back unchanged, and no bytes make the reader fail in another way', async (t) => {
  const cell = string({ unit: 'grapheme', maxLength: 8 }).filter(
    (text) => text.trim() === text && !text.includes('\0'),
  )
  await assert(
    asyncProperty(
      array(array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 5 }),
      constantFrom(',', ';'),
      async (cells, by) => {
        const rows = cells.filter(([a, b]) => a !== '' || b !== '')
        const text =
          ['a', 'b'].join(by) +
          '\n' +
          rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(by)).join('\n')
        t.deepEqual(
          (await read(t, text)).rows.map(([, ...values]) => values),
          rows,
        )
      },
    ),
    { numRuns: 60 },
  )
  await assert(
    asyncProperty(
      string({ unit: constantFrom('"', ',', ';', '\n', '\r', 'a', '\t', '\xff', ' ') }),
      async (text) => {
        try {
          await read(t, Buffer.from(text, 'latin1'))
        } catch (error) {
          t.true(error instanceof ImportError, String(error))
        }
      },
    ),
    { numRuns: 200 },
  )
})
