import { readFileSync } from 'node:fs'
import test from 'ava'
import { graphErrorTable } from '../../../src/facebook/graph/error-table.ts'
import { documentUrl, errorDocument } from '../../../scripts/error-document.ts'

test('docs/reference/graph-errors.md follows from the error table, with a line for each row', (t) => {
  const document = readFileSync(documentUrl, 'utf8')
  t.is(document, errorDocument())
  for (const key of graphErrorTable.keys()) t.true(document.includes(`| ${key} | `), key)
})

test('every row says in sentences what it means and what to do', (t) => {
  for (const [key, { what, say }] of graphErrorTable)
    for (const text of [what, say]) t.regex(text, /^[A-Z][^|\n]{10,120}\.$/, key)
})
