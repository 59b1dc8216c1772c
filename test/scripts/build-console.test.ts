/** The built page of the console: what a browser gets. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { buildConsole } from '../../scripts/build-console.ts'

async function build(t: ExecutionContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-site-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const { files } = await buildConsole(folder)
  const textOf = (ending: string): string => {
    const file = files.find((name) => name.endsWith(ending)) ?? ''
    return readFileSync(path.join(folder, file), 'utf8')
  }
  return { folder, files, textOf }
}

test('the page is one script, one style sheet and an icon, with hashes in their names', async (t) => {
  const { files } = await build(t)
  t.deepEqual(
    files.map((file) => file.replace(/-[0-9A-Za-z]{8}\./, '-HASH.')),
    ['assets/console-HASH.js', 'assets/icon-HASH.svg', 'assets/style-HASH.css', 'index.html'],
  )
  t.deepEqual(
    files.filter((file) => !/-[0-9A-Za-z]{8}\./.test(file)),
    ['index.html'],
  )
})

test('the script is small: at most 150 kB compressed', async (t) => {
  const { textOf } = await build(t)
  const bytes = gzipSync(textOf('.js')).length
  t.log(`${bytes} bytes compressed`)
  t.true(bytes <= 150_000, `${bytes} bytes compressed`)
})

test('nothing comes from another origin, and nothing is inline', async (t) => {
  const { files, textOf } = await build(t)
  const html = textOf('index.html')
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
  t.deepEqual(
    named.toSorted(),
    files.filter((file) => file !== 'index.html').map((file) => `/${file}`),
  )
  t.notRegex(html, /<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=/)
  // Names of XML, and what a field shows as an example.
  const known = /^https?:\/\/(?:www\.w3\.org\/|…)/
  for (const ending of ['.js', '.css']) {
    const urls = textOf(ending).match(/https?:\/\/[^\s"'`)]+/g) ?? []
    t.deepEqual(
      urls.filter((url) => !known.test(url)),
      [],
      ending,
    )
    // url(#…) names a part of the drawing itself.
    t.notRegex(textOf(ending), /\beval\(|new Function\(|@import|url\((?!#)/, ending)
  }
})

test('a folder that holds something else is not emptied', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-site-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(path.join(folder, 'precious.txt'), 'mine')
  await t.throwsAsync(buildConsole(folder), { message: /holds something else than the built page/ })
  t.is(readFileSync(path.join(folder, 'precious.txt'), 'utf8'), 'mine')
})
