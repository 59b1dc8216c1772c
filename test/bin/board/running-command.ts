import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const pagebeat = fileURLToPath(new URL('../../../bin/pagebeat.ts', import.meta.url))

/** A `pagebeat` command as a process of its own. */
export interface RunningCommand {
  /** The port it logged that it listens on, 0 for one that does not listen. */
  readonly port: number
  /** SIGTERM, then its exit status. */
  stop(): Promise<number | null>
}

/** Resolves when the command logs that it is up; rejects with its output when it ends instead. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningCommand> {
  const child = spawn(process.execPath, [pagebeat, ...args], { env: { PATH: process.env['PATH'], ...env } })
  const exited = once(child, 'exit').then(() => child.exitCode)
  let output = ''
  const port = await new Promise<number>((resolve, reject) => {
    const read = (bytes: Buffer): void => {
      output += bytes.toString()
      const listening = /"port":(\d+).*\n/.exec(output)?.[1]
      if (listening !== undefined) resolve(Number(listening))
      else if (output.includes('"working"')) resolve(0)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    exited.then((status) => reject(new Error(`ended with ${status}: ${output}`)), reject)
  })
  return {
    port,
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}
