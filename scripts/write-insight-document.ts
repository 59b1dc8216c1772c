/** Writes docs/reference/insights.md from the definitions of the numbers. With `--check` nothing is written, and the status is 1 when they differ. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { documentUrl, insightDocument } from './insight-document.ts'

const before = existsSync(documentUrl) ? readFileSync(documentUrl, 'utf8') : ''
const after = insightDocument()
if (process.argv.includes('--check')) process.exitCode = after === before ? 0 : 1
else if (after !== before) writeFileSync(documentUrl, after)
