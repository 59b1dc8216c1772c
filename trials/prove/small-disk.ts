/** A disk of 64 MiB in memory, which can be filled up. Making one takes root. */
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { NotHereError } from './not-here.ts'
import { cacheFolder } from '../../sandbox/servers/run-folder.ts'

export function nameSmallDisk(): string {
  return path.join(cacheFolder, `small-disk-${process.pid}`)
}

/** Mounted until this process ends, in an order that it can still decide. Throws an Error without the right to mount. */
export function mountSmallDisk(folder: string): string {
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { stdio: 'pipe' })
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw new NotHereError('a small disk needs the right to mount one (root)', { cause })
  }
  process.once('exit', () => {
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

export function fillDisk(folder: string): void {
  const file = openSync(path.join(folder, 'filler'), 'w')
  try {
    for (const chunk = Buffer.alloc(2 ** 16); ;) writeSync(file, chunk)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(file)
  }
}

export function freeDisk(folder: string): void {
  if (existsSync(folder)) rmSync(path.join(folder, 'filler'), { force: true })
}
