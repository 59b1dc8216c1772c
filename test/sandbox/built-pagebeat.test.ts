import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { keepBuilt } from '../../sandbox/built-pagebeat.ts'

test('an unchanged package has one place, and another one has another', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-built-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const build = (text: string): string => {
    const draft = path.join(folder, 'draft')
    mkdirSync(path.join(draft, 'bin'), { recursive: true })
    writeFileSync(path.join(draft, 'bin', 'a.js'), text)
    return keepBuilt(draft, path.join(folder, 'built'))
  }
  const first = build('1')
  t.is(build('1'), first)
  const second = build('2')
  t.not(second, first)
  t.is(readFileSync(path.join(second, 'bin', 'a.js'), 'utf8'), '2')
  t.true(existsSync(first), 'a run of today may use it')
  t.false(existsSync(path.join(folder, 'draft')))
})
