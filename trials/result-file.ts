/** The figures of a run as a file in `docs/figures/`, from which `docs/figures.md` is generated. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Machine } from './machine.ts'

export interface Figure {
  readonly name: string
  readonly value: number
  /** `ms`, `µs`, `events/s`, `×`, `%`, or what is counted: `replies`. */
  readonly unit: string
  /** Smallest and largest of the rounds, `0.61–0.66`. */
  readonly range?: string
  readonly note?: string
}

export interface ResultFile {
  /** The file's name without `.json`. */
  readonly name: string
  /** What to type to get these figures. */
  readonly command: string
  /** ISO 8601, UTC. */
  readonly date: string
  /** Short hash; `-dirty` behind it when files other than the figures had changed. */
  readonly commit: string
  readonly machine: Machine
  readonly figures: readonly Figure[]
}

const root = path.join(import.meta.dirname, '..')

/**
 * Writes `docs/figures/<name>.json`, or into `folder`, and says so. The order of the keys and of
 * the figures is that of the program, so that two runs can be compared line by line. Values have four significant digits.
 */
export function writeResultFile(
  result: Pick<ResultFile, 'name' | 'machine' | 'figures'> & { readonly script: string },
  folder = path.join(root, 'docs', 'figures'),
): void {
  const { cpu, cores, memoryGiB, node, redis, database } = result.machine
  const content: ResultFile = {
    name: result.name,
    command: commandOf(result.script, process.argv.slice(2)),
    date: new Date().toISOString(),
    commit: readCommit(),
    machine: { cpu, cores, memoryGiB, node, redis, database },
    figures: result.figures.map(({ name, value, unit, range, note }) => ({
      name,
      value: Number.isFinite(value) ? Number(value.toPrecision(4)) : 0,
      unit,
      ...(range === undefined || range === '' ? {} : { range }),
      ...(note === undefined || note === '' ? {} : { note }),
    })),
  }
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${result.name}.json`)
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`)
  console.log(`figures written to ${path.relative(root, file)}`)
}

/** `npm run bench -- --only a`: without `--save`, which does not change the figures. */
export function commandOf(script: string, args: readonly string[]): string {
  const kept = args.filter((arg) => arg !== '--save').map((arg) => (/\s/.test(arg) ? `'${arg}'` : arg))
  return [`npm run ${script}`, ...(kept.length === 0 ? [] : ['--', ...kept])].join(' ')
}

function readCommit(): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    const hash = git('rev-parse', '--short=7', 'HEAD')
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!docs/figures*')
    return changed === '' ? hash : `${hash}-dirty`
  } catch {
    return 'unknown'
  }
}
