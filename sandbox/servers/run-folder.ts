import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'

export const cacheFolder = path.join(import.meta.dirname, '..', '..', '.cache')

interface ProcessRecord {
  readonly supervisor: ProcessIdentity
  readonly servers: readonly ProcessIdentity[]
}

/** The name of a new run folder, `.cache/run/<pid>-<random>`. The supervisor makes it and removes it. */
export function nameRunFolder(): string {
  return path.join(cacheFolder, 'run', `${process.pid}-${randomBytes(4).toString('hex')}`)
}

/**
 * A new folder for files that must be complete before they get their place. A later run removes it if we are killed.
 */
export function createDraftFolder(): string {
  const folder = path.join(cacheFolder, 'run', `draft-${randomBytes(4).toString('hex')}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** A rename, so that the folder is complete whenever it exists. Another process may have been quicker: its own stays. */
export function putInPlace(draft: string, folder: string): void {
  mkdirSync(path.dirname(folder), { recursive: true })
  try {
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Removes the folders of runs whose supervisor was killed, and ends the servers that it left behind. Keeps the
 * folders of living runs, and folders without a record that are less than an hour old. Needs /proc; does nothing
 * without it.
 */
export function sweepDeadRuns(): void {
  if (!isAlive(identify(process.pid))) return
  const runs = path.join(cacheFolder, 'run')
  mkdirSync(runs, { recursive: true })
  for (const name of readdirSync(runs)) sweep(path.join(runs, name))
}

function sweep(folder: string): void {
  const record = readRecord(folder)
  if (record === undefined && !isOld(folder)) return
  if (record !== undefined && isAlive(record.supervisor)) return
  for (const server of record?.servers ?? []) if (isAlive(server)) process.kill(server.pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** A half-written record, whose writer was killed, counts as none. */
function readRecord(folder: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'processes.json'), 'utf8'))
  } catch {
    return undefined
  }
}

/** By the time at which the system changed it: an unpacked package sets `mtime` to that of its own folder, years ago. */
function isOld(folder: string): boolean {
  const ageMs = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.ctimeMs ?? 0)
  return ageMs > 3_600_000
}
