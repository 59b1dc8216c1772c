import { readFileSync } from 'node:fs'
import test from 'ava'
import { graphErrorTable } from '../../../src/facebook/graph/error-table.ts'
import { documentUrl, errorDocument } from '../../../scripts/error-document.ts'

test('docs/reference/graph-errors.md is what follows from the error table, a row for each of its rows', (t) => {
  const document = readFileSync(documentUrl, 'utf8')
  t.is(document, errorDocument())
  for (const key of graphErrorTable.keys()) t.true(document.includes(`| ${key} | `), key)
})

test('every row says what it is and what to do, in sentences', (t) => {
  for (const [key, { what, say }] of graphErrorTable)
    for (const text of [what, say]) t.regex(text, /^[A-Z][^|\n]{10,120}\.$/, key)
})
