/** The files that the whole suite passed with, by their tree in git. `npm test` records it, `npm run release` asks for it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The tree of the checked-out commit; undefined while there are changes that are not committed, or without git. */
export function committedTree(root: string): string | undefined {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('status', '--porcelain') === '' ? git('rev-parse', 'HEAD^{tree}') : undefined
  } catch {
    return undefined
  }
}

export function recordTested(root: string, tree: string): void {
  mkdirSync(path.dirname(stampOf(root)), { recursive: true })
  writeFileSync(stampOf(root), `${tree}\n`)
}

export function isTested(root: string, tree: string): boolean {
  try {
    return readFileSync(stampOf(root), 'utf8').trim() === tree
  } catch {
    return false
  }
}

function stampOf(root: string): string {
  return path.join(root, '.cache', 'tested')
}
