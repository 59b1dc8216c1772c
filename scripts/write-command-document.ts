/** `npm run docs:commands`. With `--check` nothing is written, and the status is 1 when page and program differ. */
import { readFileSync, writeFileSync } from 'node:fs'
import { commandDocument, commandDocumentUrl } from './command-document.ts'

const after = await commandDocument()
if (process.argv.includes('--check'))
  process.exitCode = readFileSync(commandDocumentUrl, 'utf8') === after ? 0 : 1
else writeFileSync(commandDocumentUrl, after)
