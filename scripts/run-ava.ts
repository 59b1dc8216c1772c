import path from 'node:path'
import { createInterface } from 'node:readline'
import { type ProcessGroup, startGroup } from './process-group.ts'
import { findTestFiles } from './test-files.ts'
import type { TapReader } from './tap-reader.ts'

export interface AvaRun {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly tap: TapReader
  readonly log: (line: string) => void
}

export interface RunningAva {
  readonly group: ProcessGroup
  /** True when ava ended well, at least one test passed, and none failed. */
  readonly passed: Promise<boolean>
}

const root = path.join(import.meta.dirname, '..')
/** A suite that takes longer hangs, also on slow cores. */
const mostTestMinutes = 40
/** Longer than a file may take (package.json, `ava.require`): only a file whose event loop is blocked gets here. */
const mostSilentMinutes = 10

/**
 * ava runs and its lines are read. A file that blocks its own event loop is killed, and ava names it as failed. After
 * `mostTestMinutes` everything is stopped.
 */
export function runAva({ args, env, tap, log }: AvaRun): RunningAva {
  const command = [path.join(root, 'node_modules', '.bin', 'ava'), '--tap', ...args]
  const group = startGroup(process.execPath, command, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const silence = setTimeout(killFiles, mostSilentMinutes * 60_000)
  const limit = setTimeout(() => {
    log(`  ✖ the tests have not ended after ${mostTestMinutes} minutes: they are stopped`)
    group.stop()
  }, mostTestMinutes * 60_000)
  if (group.child.stdout !== null)
    createInterface({ input: group.child.stdout }).on('line', (line) => {
      silence.refresh()
      tap.read(line)
    })

  function killFiles(): void {
    const files = findTestFiles(group.child.pid ?? 0)
    const names = files.map(({ file }) => file).join(', ')
    log(`  ✖ no test has ended for ${mostSilentMinutes} minutes: killing ${names}`)
    for (const { pid } of files) process.kill(pid, 'SIGKILL')
    silence.refresh()
  }

  async function passed(): Promise<boolean> {
    const endedWell = await group.ended
    clearTimeout(silence)
    clearTimeout(limit)
    if (!endedWell && tap.failed === 0 && group.child.signalCode === null)
      log('  ✖ ava failed without naming a test: see above, a test file timed out or crashed')
    return endedWell && tap.failed === 0 && tap.passed > 0
  }

  return { group, passed: passed() }
}
