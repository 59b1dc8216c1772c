import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { findPagebeat } from '../../sandbox/built-pagebeat.ts'

const everyMs = 100

export interface Measured {
  readonly status: number
  readonly seconds: number
  /** The most resident memory, by /proc. */
  readonly mebibytes: number
}

/** Runs a `pagebeat` command to its end. Its output is thrown away, and its errors are shown. */
export async function runMeasured(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Measured> {
  const program = await findPagebeat(console.log)
  const startedMs = performance.now()
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let mebibytes = 0
  const watch = setInterval(() => {
    mebibytes = Math.max(mebibytes, mostMemory(child.pid))
  }, everyMs)
  await once(child, 'close')
  clearInterval(watch)
  return { status: child.exitCode ?? 1, seconds: (performance.now() - startedMs) / 1_000, mebibytes }
}

/** 0 when the process has ended. */
function mostMemory(pid: number | undefined): number {
  try {
    const [, kibibytes = '0'] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kibibytes) / 1_024
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0
    throw error
  }
}
