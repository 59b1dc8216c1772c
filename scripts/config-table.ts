/**
 * `npm run docs:config`: the table of docs/reference/configuration.md is that of src/config.ts. With `--check` nothing is written,
 * and the status is 1 when the two differ.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { variables } from '../src/config.ts'

const document = new URL('../docs/reference/configuration.md', import.meta.url)
const marked = /(?<=<!-- config -->\n)[\s\S]*?(?=<!-- \/config -->)/

const before = readFileSync(document, 'utf8')
if (!marked.test(before)) throw new Error('configuration.md has no <!-- config --> … <!-- /config -->')
const after = before.replace(marked, () => configTable())
if (process.argv.includes('--check')) process.exitCode = after === before ? 0 : 1
else if (after !== before) writeFileSync(document, after)

function configTable(): string {
  const all: Readonly<Record<string, { readonly meaning: string; readonly initial?: string }>> = variables
  const rows = Object.entries(all).map(
    ([name, { meaning, initial }]) =>
      `| \`${name}\` | ${meaning} | ${initial === undefined ? '–' : `\`${initial}\``} |`,
  )
  return `${['| variable | meaning | default |', '|---|---|---|', ...rows].join('\n')}\n`
}
