import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { findPagebeat } from '../../sandbox/built-pagebeat.ts'

export interface CommandOptions {
  readonly databaseUrl: string
  readonly env?: Readonly<Record<string, string>>
  /** It is killed (-9) so long after its start. */
  readonly killAfterMs?: number
}

/** Runs `pagebeat …` as an operator does; resolves to its status (undefined: killed) and its output. */
export async function runPagebeat(
  args: readonly string[],
  { databaseUrl, killAfterMs, env = {} }: CommandOptions,
): Promise<{ readonly status: number | undefined; readonly output: string }> {
  const child = spawn(process.execPath, [await findPagebeat(console.log), ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve(status ?? undefined))
  })
  if (killAfterMs !== undefined) {
    await Promise.race([pause(killAfterMs), ended])
    child.kill('SIGKILL')
  }
  return { status: await ended, output: Buffer.concat(chunks).toString() }
}
