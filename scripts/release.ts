/**
 * `npm run release -- <version> [--dry-run]`: tags a commit as a release, in two runs.
 *
 * The first run commits the version in package.json and package-lock.json, and the date in CHANGELOG.md. Then run `npm test`.
 * The second run writes the notes to `.cache/release-notes.md` and creates the tag `v<version>` with them. It refuses a commit
 * that `npm test` has not passed, so that the tag names exactly the files that were tested. Nothing is pushed.
 *
 * With `--dry-run` all checks run, and nothing is changed.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findSection } from './changelog-section.ts'
import { committedTree, isTested } from './tested-tree.ts'

const root = process.cwd()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
})
const dryRun = values['dry-run']
const version = positionals[0] ?? ''
if (!/^\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?$/.test(version))
  fail('Usage: npm run release -- <version> [--dry-run], for example 1.2.0 or 1.2.0-beta.1')

const tree = committedTree(root) ?? fail('The working tree has changes: commit or remove them first.')
if (git('tag', '--list', `v${version}`) !== '') fail(`The tag v${version} exists already.`)
const changelog = read('CHANGELOG.md')
const section = findSection(changelog, version)
if (section === undefined || section.text === '')
  fail(`CHANGELOG.md has no section "## [${version}]" with text: write what changed for users.`)
const dated = changelog.replace(
  section.heading,
  () => `## [${version}] - ${new Date().toISOString().slice(0, 10)}`,
)
const isPrepared = versionsOf().every((one) => one === version) && !/unreleased/i.test(section.heading)

if (!isPrepared) prepare()
else if (isTested(root, tree)) tag(section.text)
else fail('npm test has not passed for this commit: run npm test, then this command again.')

function prepare(): void {
  if (dryRun) return console.log(`Would commit version ${version}, and ask for npm test.`)
  writeFileSync('CHANGELOG.md', dated)
  writeJson('package.json', { ...readJson('package.json'), version })
  const lock = readJson('package-lock.json')
  writeJson('package-lock.json', {
    ...lock,
    version,
    packages: { ...lock.packages, '': { ...lock.packages[''], version } },
  })
  git('commit', '--quiet', '--all', '--message', `Release ${version}`)
  console.log(`Committed version ${version}. Now run npm test, then this command again.`)
}

function tag(notes: string): void {
  if (dryRun) return console.log(`Would tag v${version} with these notes:\n\n${notes}`)
  const file = path.join('.cache', 'release-notes.md')
  mkdirSync('.cache', { recursive: true })
  writeFileSync(file, `${notes}\n`)
  // Verbatim: git would take the headings of the notes for comments.
  git(
    'tag',
    '--annotate',
    `v${version}`,
    '--cleanup=verbatim',
    '--message',
    `Pagebeat ${version}\n\n${notes}`,
  )
  console.log(`Tagged v${version}; its notes are in ${file}. Now push it: git push origin v${version}`)
}

function versionsOf(): string[] {
  const lock = readJson('package-lock.json')
  return [readJson('package.json').version, lock.version, lock.packages[''].version]
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

function readJson(file: string) {
  return JSON.parse(read(file))
}

function writeJson(file: string, value: object): void {
  writeFileSync(path.join(root, file), `${JSON.stringify(value, null, 2)}\n`)
}

function fail(problem: string): never {
  console.error(problem)
  process.exit(1)
}
