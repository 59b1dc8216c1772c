import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.join(import.meta.dirname, '..')

/** Files of the project, tracked or new, but none that git ignores; with `/` between folders. */
export const projectFiles: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((file) => file !== '' && exists(file))

export function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

function exists(file: string): boolean {
  try {
    read(file)
    return true
  } catch {
    return false
  }
}

/** Without comments and texts, where "any" is a word like others. */
export function codeOf(file: string): string {
  return read(file).replaceAll(
    /\/\*[\s\S]*?\*\/|(?<![:\\])\/\/.*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g,
    "''",
  )
}

export interface Import {
  /** A file of the project, or a package. */
  readonly of: string
  readonly isType: boolean
}

/** What a file imports and re-exports, types included; relative names resolved to files. */
export function importsOf(file: string): Import[] {
  const pattern =
    /^\s*(?:import|export)\s+(?<type>type\s)?(?:[^'";]*?\sfrom\s+)?'(?<name>[^']+)'|\bimport\(\s*'(?<dynamic>[^']+)'/gm
  return [...read(file).matchAll(pattern)].map(({ groups = {} }) => {
    const name = groups['name'] ?? groups['dynamic'] ?? ''
    const of = name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name
    return { of, isType: groups['type'] !== undefined }
  })
}
