/** `npm run figures`. With `--check` nothing is written, and the status is 1 when a page and the result files differ. */
import { readFileSync, writeFileSync } from 'node:fs'
import { figuresDocument, figuresUrl, readmeUrl, readResults, withFigures } from './figures-document.ts'

const results = readResults()
const readme = readFileSync(readmeUrl, 'utf8')
const pages = [
  { url: figuresUrl, text: figuresDocument(results) },
  { url: readmeUrl, text: withFigures(readme, results) },
]
for (const { url, text } of pages) {
  if (!process.argv.includes('--check')) writeFileSync(url, text)
  else if (readFileSync(url, 'utf8') !== text) process.exitCode = 1
}
