/** Folders with storyboards and transcripts for tests of the commands, and a printer that keeps the lines. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { stringify } from 'yaml'

export const greeting = {
  hi: { on: [{ keyword: 'hi' }], do: [{ say: 'Hello.', quick_replies: [{ title: 'Again', go: 'hi' }] }] },
}

export function folderOf(t: ExecutionContext, files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'storyboard-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), stringify(content))
  }
  return folder
}

export function printer() {
  const lines: string[] = []
  return { lines, log: (line: string) => void lines.push(line) }
}
