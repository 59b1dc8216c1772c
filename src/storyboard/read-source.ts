import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { StoryboardError } from './problem.ts'

/**
 * The text of this file. Throws StoryboardError when it cannot be read, or is not UTF-8: customers would get broken
 * letters.
 */
export function readSource(file: string): string {
  const bytes = read(file)
  // UTF-16 without a byte order mark is valid UTF-8, but half of its bytes are zeros.
  if (!isUtf8(bytes) || bytes.includes(0)) {
    const message = 'is not UTF-8: save it as UTF-8'
    throw new StoryboardError([{ file, line: firstBrokenLine(bytes), column: 1, message }])
  }
  return new TextDecoder().decode(bytes)
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const message =
      error.code === 'ENOENT'
        ? 'does not exist: check the path'
        : `cannot be read (${String(error.code)}): check the path and its permissions`
    throw new StoryboardError([{ file, line: 1, column: 1, message }])
  }
}

function firstBrokenLine(bytes: Buffer): number {
  let line = 1
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf('\n', from)
    const content = bytes.subarray(from, end < 0 ? undefined : end)
    if (!isUtf8(content) || content.includes(0)) return line
    from = end < 0 ? bytes.length : end + 1
  }
  return 1
}
