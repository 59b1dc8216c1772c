/** The file that says what an import left out: line, part and reason of each, and no value of a customer. */
import path from 'node:path'
import { accessSync, closeSync, constants, existsSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { ImportError } from './import-error.ts'
import type { LeftOutAt } from './read-batches.ts'

export interface LeftOutReport {
  /** Returns the length of the file, bytes. */
  add(leftOut: readonly LeftOutAt[]): number
  close(): void
}

const header = 'line,part,reason\n'

/** Throws ImportError where the folder is missing or read-only: told before anything is imported. */
export function requireWritable(file: string): void {
  try {
    accessSync(existsSync(file) ? file : path.dirname(file), constants.W_OK)
  } catch (error) {
    throw notWritable(file, error)
  }
}

function notWritable(file: string, error: unknown): ImportError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new ImportError([`${file} cannot be written (${code}): name another file with --report`])
}

/**
 * `keep` is the length of what a run before wrote of the same import: what a crash left behind it is cut off. The file
 * is made when there is something to say. Throws ImportError when it cannot be written.
 */
export function openReport(file: string, keep: number): LeftOutReport {
  let opened: { readonly at: number; bytes: number } | undefined
  const open = () => {
    try {
      const at = openSync(file, keep > 0 && existsSync(file) ? 'r+' : 'w')
      ftruncateSync(at, keep)
      return { at, bytes: keep > 0 ? keep : writeSync(at, header, 0) }
    } catch (error) {
      throw notWritable(file, error)
    }
  }
  return {
    add(leftOut) {
      if (leftOut.length === 0) return opened?.bytes ?? keep
      opened ??= open()
      const text = leftOut
        .map(({ line, part, reason }) => `${line},${part},"${reason.replaceAll('"', '""')}"\n`)
        .join('')
      opened.bytes += writeSync(opened.at, text, opened.bytes)
      return opened.bytes
    },
    close: () => opened && closeSync(opened.at),
  }
}
