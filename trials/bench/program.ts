import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pagebeatNodeOptions } from '../../sandbox/node-options.ts'

/** A child process of the bench, ready. */
export interface Program {
  readonly pid: number
  /** The port it said it listens on; 0 for one that does not. */
  readonly port: number
  stop(): Promise<void>
}

export interface ProgramOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The `msg` of the log line that says it is ready. */
  readonly readyWhen: string
  /** Options of Node itself, beside those that Pagebeat is delivered with. */
  readonly nodeArgs?: readonly string[]
}

const root = path.join(import.meta.dirname, '..', '..')
const startLimitMs = 30_000

/** `script` (from the project's root) runs and has said that it is ready. Its warnings and errors go to standard error. */
export async function startProgram(script: string, options: ProgramOptions): Promise<Program> {
  const { args = [], env = {}, readyWhen, nodeArgs = [] } = options
  const ownOptions = script === 'bin/pagebeat.ts' ? pagebeatNodeOptions() : []
  const child = spawn(process.execPath, [...ownOptions, ...nodeArgs, path.join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.on('exit', endWithUs)
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} is not ready after 30 s`)), startLimitMs)
    void ended.then(() => reject(new Error(`${script} ended before it was ready`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = parse(line)
      if (said.msg?.includes(readyWhen) === true) {
        clearTimeout(timer)
        resolve(said.port ?? 0)
      } else if ((said.level ?? 0) >= 40) process.stderr.write(`${script}: ${line}\n`)
    })
  })
  return {
    pid: child.pid ?? 0,
    port,
    async stop() {
      child.kill(nodeArgs.length === 0 ? 'SIGKILL' : 'SIGTERM') // a profile is written on an orderly exit only
      const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(impatience)
      process.off('exit', endWithUs)
    },
  }
}

interface Said {
  readonly msg?: string
  readonly port?: number
  readonly level?: number
}

function parse(line: string): Said {
  try {
    return JSON.parse(line) as Said
  } catch {
    return {}
  }
}
