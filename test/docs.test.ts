import { existsSync } from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { commandDocument } from '../scripts/command-document.ts'
import { figuresDocument, readResults, withFigures } from '../scripts/figures-document.ts'
import { variables } from '../src/config.ts'
import { headingsOf } from './headings.ts'
import { projectFiles, read, root } from './source-files.ts'

const documents = projectFiles.filter((file) => /^(?:[A-Z]+\.md|deploy\/.*\.md|docs\/.*\.md)$/.test(file))
const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(read('package.json'))

test('every relative link of a document leads to a file, and to a heading of it', (t) => {
  t.plan(documents.flatMap(linksOf).length * 2 + 1)
  t.true(documents.length > 10, 'there are documents')
  for (const file of documents) {
    for (const link of linksOf(file)) {
      const [place = '', anchor = ''] = link.split('#')
      const target = place === '' ? file : path.posix.join(path.posix.dirname(file), place)
      t.true(existsSync(path.join(root, target)), `${file} links to ${link}, which does not exist`)
      t.true(hasAnchor(target, anchor), `${file} links to ${link}: ${target} has no such heading`)
    }
  }
})

test('docs/README.md leads to every page', (t) => {
  const linked = new Set(
    linksOf('docs/README.md').map((link) => path.posix.join('docs', link.split('#')[0] ?? '')),
  )
  const pages = documents.filter((file) => /^docs\/(?!README|decisions|screenshots)/.test(file))
  t.true(pages.length > 20)
  t.deepEqual(
    pages.filter((page) => !linked.has(page)),
    [],
  )
})

/** Names in backticks that begin with a folder of the project, or are a file at its top. */
const pathPattern =
  /`((?:bin|workers|queues|src|sql|sandbox|trials|scripts|test|deploy|docs|storyboards|\.ci)\/[\w./-]*\w|[\w.-]+\.(?:json|yml|md))`/g

test('every file that a document names exists', (t) => {
  t.true(documents.length > 10, 'there are documents')
  for (const file of documents)
    for (const [, name = ''] of read(file).matchAll(pathPattern)) {
      if (/NNNN|storyboards\/mine\//.test(name)) continue // a pattern, and a file of the reader
      const nearby = path.posix.join(path.posix.dirname(file), name)
      const exists = [name, nearby, `${name}.ts`].some((place) => existsSync(path.join(root, place)))
      t.true(exists, `${file} names ${name}, which does not exist`)
    }
})

test('every npm script that a document names is in package.json', (t) => {
  t.true(documents.includes('README.md'), 'there are documents')
  for (const file of documents)
    for (const [, name = ''] of read(file).matchAll(/\bnpm run ([\w:-]*\w)/g))
      t.true(Object.hasOwn(scripts, name), `${file} names npm run ${name}`)
})

test('every command that a document names exists', (t) => {
  const headings = new Set(
    [...read('docs/reference/commands.md').matchAll(/^#+ pagebeat (.*)$/gm)].map(([, name]) => name),
  )
  const groups = new Set([...headings].flatMap((name) => (name?.includes(' ') ? name.split(' ')[0] : [])))
  t.true(headings.size > 30)
  for (const file of documents.filter((name) => name !== 'CHANGELOG.md'))
    for (const [text, name = '', inner] of read(file).matchAll(
      /(?:`|\brespond |-- |^ *)pagebeat ([a-z]+)(?: ([a-z]+)\b)?/gm,
    )) {
      t.true(headings.has(name), `${file} names ${text}`)
      if (groups.has(name) && inner !== undefined)
        t.true(headings.has(`${name} ${inner}`), `${file} names ${text}`)
    }
})

test('the configuration table is that of the program', (t) => {
  const page = read('docs/reference/configuration.md')
  const table = /<!-- config -->\n(?<rows>[\s\S]*?)<!-- \/config -->/.exec(page)?.groups?.['rows']
  if (table === undefined) return t.fail('configuration.md has no table between its config markers')
  const rows = Object.entries<{ meaning: string; initial?: string }>(variables).map(
    ([name, { meaning, initial }]) =>
      `| \`${name}\` | ${meaning} | ${initial === undefined ? '–' : `\`${initial}\``} |`,
  )
  t.deepEqual(table.trim().split('\n').slice(2), rows)
})

test('the page of the commands is that of their --help: npm run docs:commands', async (t) => {
  t.is(read('docs/reference/commands.md'), await commandDocument())
})

test('the figures are those of the result files: npm run figures', (t) => {
  const results = readResults()
  t.is(read('docs/figures.md'), figuresDocument(results))
  t.is(read('README.md'), withFigures(read('README.md'), results))
})

test('every document that the code names exists', (t) => {
  const code = projectFiles.filter(
    (name) => /\.(?:ts|mjs|sql|lua|yaml|yml)$/.test(name) && !name.startsWith('test/'),
  )
  const named = code.flatMap((file) =>
    [...read(file).matchAll(/\bdocs\/[\w./-]+\.(?:md|json)\b/g)].map(([name]) => ({ file, name })),
  )
  t.true(named.length > 10)
  for (const { file, name } of named) t.true(existsSync(path.join(root, name)), `${file} names ${name}`)
})

test('every section of docs/platform.md that a comment names exists', (t) => {
  const headings = new Set(
    [...read('docs/platform.md').matchAll(/^##+ (\d+(?:\.\d+)?)/gm)].map(([, number]) => number),
  )
  t.true(headings.size > 10, 'there are sections')
  for (const file of projectFiles.filter((name) => /\.(?:ts|sql|lua)$/.test(name)))
    for (const [, list = ''] of read(file).matchAll(/docs\/platform\.md, (\d[\d., and]*)/g))
      for (const [number] of list.matchAll(/\d+(?:\.\d+)?/g))
        t.true(headings.has(number), `${file} names section ${number}, which does not exist`)
})

function linksOf(file: string): string[] {
  const text = read(file).replaceAll(/^```[\s\S]*?^```/gm, '')
  return [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link)
}

/** Headings as GitHub makes anchors of them; a line of a source file (`#L12`) must be one it has. */
function hasAnchor(file: string, anchor: string): boolean {
  if (anchor === '' || !projectFiles.includes(file)) return anchor === ''
  const lines = read(file).split('\n')
  const line = /^L(\d+)/.exec(anchor)?.[1]
  if (line !== undefined) return Number(line) <= lines.length
  return headingsOf(file).includes(anchor)
}
