import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { NotHereError } from './not-here.ts'
import { cacheFolder } from '../../sandbox/servers/run-folder.ts'

/** The environment of a server whose fsync and fdatasync take longer by this time. Throws an Error without a C compiler. */
export function slowFsync(milliseconds: number): Readonly<Record<string, string>> {
  mkdirSync(cacheFolder, { recursive: true })
  const library = path.join(cacheFolder, 'slow-fsync.so')
  const source = path.join(import.meta.dirname, 'slow-fsync.c')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'])
  } catch (cause) {
    throw new NotHereError('a slow disk needs a C compiler (cc)', { cause })
  }
  return { LD_PRELOAD: library, SLOW_FSYNC_MICROS: String(milliseconds * 1_000) }
}
