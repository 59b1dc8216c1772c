/**
 * ava loads this into the process of each test file (package.json, `ava.require`), so that no file can hold up the
 * suite.
 *
 * ava's own time-out cannot do it. It looks at all files together, does nothing after a longer `t.timeout`, sends only
 * SIGTERM, and its TAP reporter crashes when it names the test (8.0.1). So it is set to a time that is never reached.
 * Since version 6 ava also waits for a process that keeps a pool or a server open.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { registerCompletionHandler } from 'ava'

export interface FileBounds {
  /** The file's tests end within this time. */
  readonly testsMs: number
  /** The process ends within this time after its tests. */
  readonly leftOpenMs: number
}

const root = path.join(import.meta.dirname, '..', '..')

/**
 * The process ends when ava is gone. When it crosses a bound, the run fails with a message that names the file.
 * TEST_FILE_SECONDS gives a long run of one file more time.
 */
export default function boundTestFile({ testsMs: usualMs, leftOpenMs }: FileBounds): void {
  const testsMs = Number(process.env['TEST_FILE_SECONDS'] ?? usualMs / 1000) * 1000
  const file = path.relative(root, fileURLToPath(test.meta.file))
  // `ps`, and scripts/test.ts, can name the file.
  process.title = `ava ${file}`
  process.on('disconnect', () => process.exit(1))
  endIn(testsMs, `${file} has not ended after ${testsMs / 1000} s.`)
  registerCompletionHandler(() =>
    endIn(leftOpenMs, `${file}: all tests have ended, but the process has not. Close what a test opened.`),
  )
}

/** An exception that nobody catches: ava prints it as a failure and ends the process. */
function endIn(delayMs: number, why: string): void {
  setTimeout(() => {
    throw new Error(`${why} Open: ${process.getActiveResourcesInfo().join(', ')}`)
  }, delayMs).unref()
}
