/** Writes docs/reference/graph-errors.md from the error table. With `--check` nothing is written, and the status is 1 when they differ. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { documentUrl, errorDocument } from './error-document.ts'

const before = existsSync(documentUrl) ? readFileSync(documentUrl, 'utf8') : ''
const after = errorDocument()
if (process.argv.includes('--check')) process.exitCode = after === before ? 0 : 1
else if (after !== before) writeFileSync(documentUrl, after)
