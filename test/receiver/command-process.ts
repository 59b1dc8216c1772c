import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { appSecret, verifyToken } from './http.ts'

const pagebeat = fileURLToPath(new URL('../../bin/pagebeat.ts', import.meta.url))

/** A `pagebeat` command as a process of its own; nothing of this process's environment reaches it. */
export interface CommandProcess {
  readonly child: ChildProcess
  /** Everything it wrote to standard output and standard error so far. */
  readonly output: () => string
  /** Its exit status, once it has ended. */
  readonly exited: Promise<number | null>
  /** Resolves when its output matches; rejects when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>
  /** SIGTERM, then its exit status. */
  stop(): Promise<number | null>
}

export function startCommand(args: readonly string[], env: Readonly<Record<string, string>>): CommandProcess {
  return startProgram([process.execPath, pagebeat, ...args], env)
}

/** The same for any program. */
export function startProgram(
  [command, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): CommandProcess {
  const child = spawn(command, args, { env: { PATH: process.env['PATH'], ...env } })
  let output = ''
  const watchers = new Set<() => void>()
  let ended = false
  const notify = (): void => {
    for (const watch of watchers) watch()
  }
  const read = (bytes: Buffer): void => {
    output += bytes.toString()
    notify()
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const killWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const exited = once(child, 'close').then(() => {
    process.off('exit', killWithUs)
    ended = true
    notify()
    return child.exitCode
  })
  return {
    child,
    output: () => output,
    exited,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const match = pattern.exec(output)
          if (match !== null) resolve(match)
          else if (ended) reject(new Error(`ended before ${pattern}: ${output}`))
          else return
          watchers.delete(watch)
        }
        watchers.add(watch)
        watch()
      }),
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** What a receiver on a free port of loopback needs; it is given no database. */
export function receiverEnv(
  redisUrl: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    REDIS_URL: redisUrl,
    FACEBOOK_APP_SECRET: appSecret,
    FACEBOOK_VERIFY_TOKEN: verifyToken,
    ...more,
  }
}

/** A receiver that listens, and its port. */
export async function startReceiverProcess(
  redisUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<CommandProcess & { readonly port: number }> {
  const command = startCommand(['receive'], receiverEnv(redisUrl, more))
  const [, port] = await command.until(/"port":(\d+)/)
  return { ...command, port: Number(port) }
}
