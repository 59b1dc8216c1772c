import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { findSection } from '../../scripts/changelog-section.ts'
import { committedTree, recordTested } from '../../scripts/tested-tree.ts'
import { root } from '../source-files.ts'

const changelog = `# Changelog

## [1.1.0] (unreleased)

### Added

- A console.

## [1.0.0] - 2026-01-02

- The first one.
`

/** A repository at version 1.0.0 with a CHANGELOG for 1.1.0. */
function createRepository(t: ExecutionContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-release-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text)
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8')
  const env = {
    PATH: process.env['PATH'],
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 't',
    GIT_AUTHOR_EMAIL: 't@example.org',
    GIT_COMMITTER_NAME: 't',
    GIT_COMMITTER_EMAIL: 't@example.org',
  }
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' }).trim()
  const description = { name: 'pagebeat', version: '1.0.0' }
  write('package.json', JSON.stringify(description))
  write('package-lock.json', JSON.stringify({ ...description, packages: { '': description } }))
  write('CHANGELOG.md', changelog)
  write('.gitignore', '.cache/\n')
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message', 'first')
  return {
    write,
    read,
    git,
    pass: () => recordTested(folder, committedTree(folder) ?? ''),
    release: (...args: readonly string[]) => {
      const script = path.join(root, 'scripts', 'release.ts')
      return spawnSync(process.execPath, [script, ...args], { cwd: folder, env, encoding: 'utf8' })
    },
  }
}

test('commits the version, waits for the tests of that commit, then tags it with the notes', (t) => {
  const { read, git, pass, release } = createRepository(t)
  pass() // of the commit before the version changed: it does not count
  t.regex(release('1.1.0').stdout, /Committed version 1\.1\.0\. Now run npm test/)
  t.is(git('log', '-1', '--format=%s'), 'Release 1.1.0')
  t.is(JSON.parse(read('package.json')).version, '1.1.0')
  t.like(JSON.parse(read('package-lock.json')), { version: '1.1.0', packages: { '': { version: '1.1.0' } } })
  t.regex(read('CHANGELOG.md'), /^## \[1\.1\.0\] - \d{4}-\d{2}-\d{2}$/m)

  const refused = release('1.1.0')
  t.is(refused.status, 1)
  t.regex(refused.stderr, /npm test has not passed for this commit/)
  t.is(git('tag'), '')

  pass()
  t.regex(release('1.1.0', '--dry-run').stdout, /Would tag v1\.1\.0 with these notes:\n\n### Added/)
  t.is(git('tag'), '')
  t.is(release('1.1.0').status, 0)
  t.is(git('tag', '--points-at', 'HEAD'), 'v1.1.0')
  t.is(read('.cache/release-notes.md'), '### Added\n\n- A console.\n')
  t.regex(
    git('tag', '--list', '--format=%(contents)', 'v1.1.0'),
    /^Pagebeat 1\.1\.0\n\n### Added\n\n- A console\.$/,
  )
  t.regex(release('1.1.0').stderr, /v1\.1\.0 exists already/)
})

test('a dry run changes nothing', (t) => {
  const { read, git, release } = createRepository(t)
  const before = git('rev-parse', 'HEAD')
  t.regex(release('1.1.0', '--dry-run').stdout, /Would commit version 1\.1\.0/)
  t.is(git('rev-parse', 'HEAD'), before)
  t.is(git('status', '--porcelain'), '')
  t.is(read('CHANGELOG.md'), changelog)
})

test('refuses changes that are not committed, a version without notes, and words that are no version', (t) => {
  const { write, release } = createRepository(t)
  for (const [args, problem] of [
    [[], /Usage: npm run release/],
    [['v1.1.0'], /Usage: npm run release/],
    [['1.2.0'], /CHANGELOG\.md has no section "## \[1\.2\.0\]"/],
  ] as const) {
    const { status, stderr } = release(...args)
    t.is(status, 1)
    t.regex(stderr, problem)
  }
  write('new-file', '')
  t.regex(release('1.1.0').stderr, /working tree has changes/)
})

test('a section of the CHANGELOG ends at the next version and at the links below', (t) => {
  t.deepEqual(findSection(changelog, '1.0.0'), {
    heading: '## [1.0.0] - 2026-01-02',
    text: '- The first one.',
  })
  t.is(findSection('## [1.0.0]\n\n- x\n\n[1.0.0]: https://example.org\n', '1.0.0')?.text, '- x')
  t.is(findSection(changelog, '1.1'), undefined)
})
