import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findPagebeat } from './built-pagebeat.ts'
import { pagebeatSource } from './pagebeat-file.ts'
import { nameRunFolder } from './servers/run-folder.ts'
import { startSupervisor } from './servers/supervise.ts'

const root = path.join(import.meta.dirname, '..')

/** As an init system would: a process that ended is started again a moment later. */
const restartDelayMs = 300
/** A process that does not end on SIGTERM is killed. */
const stopLimitMs = 15_000

export interface Launch {
  /** From the project's root; Pagebeat when left out. */
  readonly script?: string
  /** Another version of Pagebeat: its file. */
  readonly program?: string | undefined
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Options of Node itself, beside those that Pagebeat is delivered with. */
  readonly nodeArgs?: readonly string[]
}

export type Processes = Awaited<ReturnType<typeof openProcesses>>

interface Running {
  readonly stopping: AbortController
  ended: Promise<void>
}

/** Pagebeat's own processes as children of a supervisor, which ends them when this process ends, in whatever way. */
export async function openProcesses(log: (line: string) => void) {
  const built = await findPagebeat(log)
  const folder = nameRunFolder()
  const supervisor = startSupervisor(folder, 'removed')
  await supervisor.open()
  const running = new Map<string, Running>()
  const logOf = (name: string): string => path.join(folder, `${name.replaceAll(' ', '-')}.log`)

  async function keepRunning(
    name: string,
    { script, program, args, env = {}, nodeArgs = [] }: Launch,
    { stopping }: Running,
  ): Promise<void> {
    const pagebeat = program ?? (nodeArgs.length === 0 ? built : pagebeatSource)
    const start =
      script === undefined
        ? [...pagebeatNodeOptions(), ...nodeArgs, pagebeat]
        : [...nodeArgs, path.join(root, script)]
    const command = [...start, ...args]
    // A killed process leaves its socket behind: it goes with the folder of the run.
    const ownEnv = { TMPDIR: folder, ...env }
    while (!stopping.signal.aborted) {
      await supervisor.launch(name, {
        command: process.execPath,
        args: command,
        env: ownEnv,
        logFile: logOf(name),
      })
      while (supervisor.pidOf(name) !== undefined) await pause(20)
      await pause(restartDelayMs)
    }
  }

  return {
    /** For files of the run: removed when this process ends, in whatever way. */
    folder,
    /** The process runs and is started again whenever it ends, until `stop`. */
    start(name: string, launch: Launch): void {
      const one: Running = { stopping: new AbortController(), ended: Promise.resolve() }
      running.set(name, one)
      one.ended = keepRunning(name, launch, one).catch((error: unknown) => {
        if (!one.stopping.signal.aborted) throw error
      })
    },
    /** Undefined while it does not run. */
    pidOf: (name: string) => supervisor.pidOf(name),
    /** For SIGKILL and SIGTERM: the process has ended. */
    signal: (name: string, signal: NodeJS.Signals) => supervisor.signal(name, signal),
    /** Lines of the log of warnings and errors, of all processes: JSON, one an event. */
    async readLog(): Promise<string[]> {
      const texts = await Promise.all(
        [...running.keys()].map((name) => readFile(logOf(name), 'utf8').catch(() => '')),
      )
      return texts.flatMap((text) => text.split('\n').filter((line) => line !== ''))
    },
    /** These processes have ended, after finishing what they had begun. */
    async stop(names: readonly string[]): Promise<void> {
      const ending = names.flatMap((name) => running.get(name) ?? [])
      for (const { stopping } of ending) stopping.abort()
      const killAll = (): void => {
        for (const name of names) void supervisor.signal(name, 'SIGKILL').catch(() => undefined)
      }
      const limit = setTimeout(killAll, stopLimitMs)
      await Promise.all(names.map((name) => supervisor.signal(name, 'SIGTERM')))
      await Promise.all(ending.map(({ ended }) => ended))
      clearTimeout(limit)
    },
    /** Everything has ended and the logs are gone. Happens by itself when this process dies. */
    async close(): Promise<void> {
      for (const { stopping } of running.values()) stopping.abort()
      await supervisor.close()
    },
  }
}

/** The options of Node in the first line of the program: what it runs with where it is started as a command. */
function pagebeatNodeOptions(): string[] {
  const [firstLine = ''] = readFileSync(pagebeatSource, 'utf8').split('\n', 1)
  return firstLine.split(' ').filter((word) => word.startsWith('--'))
}
