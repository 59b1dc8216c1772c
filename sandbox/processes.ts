import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pagebeatNodeOptions } from './node-options.ts'
import { nameRunFolder } from './servers/run-folder.ts'
import { startSupervisor } from './servers/supervise.ts'

const program = path.join(import.meta.dirname, '..', 'bin', 'pagebeat.ts')

/** As an init system would: a process that ended is started again a moment later. */
const restartDelayMs = 300

export interface Crew {
  /** The process runs and is started again whenever it ends, until `dismiss`. */
  employ(name: string, args: readonly string[], env: Readonly<Record<string, string>>): void
  pidOf(name: string): number | undefined
  /** For SIGKILL and SIGTERM: the process has ended. */
  signal(name: string, signal: NodeJS.Signals): Promise<void>
  /** Lines of the log of warnings and errors, of all processes: JSON, one an event. */
  readLog(): Promise<string[]>
  /** These processes have ended, after finishing what they had begun. */
  dismiss(names: readonly string[]): Promise<void>
  /** Everything has ended and the logs are gone. Happens by itself when this process dies. */
  close(): Promise<void>
}

interface Member {
  readonly dismissed: AbortController
  ended: Promise<void>
}

/** Pagebeat's own processes as children of a supervisor, which ends them when this process ends, in whatever way. */
export async function startCrew(): Promise<Crew> {
  const folder = nameRunFolder()
  const supervisor = startSupervisor(folder, 'removed')
  await supervisor.open()
  const employed = new Map<string, Member>()
  const logOf = (name: string): string => path.join(folder, `${name.replaceAll(' ', '-')}.log`)

  async function keepRunning(
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    while (employed.get(name)?.dismissed.signal.aborted === false) {
      const command = [...pagebeatNodeOptions(), program, ...args]
      const launch = { command: process.execPath, args: command, env, logFile: logOf(name) }
      await supervisor.launch(name, launch)
      while (supervisor.pidOf(name) !== undefined) await pause(20)
      await pause(restartDelayMs)
    }
  }

  async function dismiss(names: readonly string[]): Promise<void> {
    const members = names.flatMap((name) => employed.get(name) ?? [])
    for (const { dismissed } of members) dismissed.abort()
    await Promise.all(names.map((name) => supervisor.signal(name, 'SIGTERM')))
    await Promise.all(members.map(({ ended }) => ended))
  }

  return {
    employ(name, args, env) {
      const member = { dismissed: new AbortController(), ended: Promise.resolve() }
      employed.set(name, member)
      member.ended = keepRunning(name, args, env).catch((error: unknown) => {
        if (!member.dismissed.signal.aborted) throw error
      })
    },
    pidOf: (name) => supervisor.pidOf(name),
    signal: (name, signal) => supervisor.signal(name, signal),
    async readLog() {
      const texts = await Promise.all(
        [...employed.keys()].map((name) => readFile(logOf(name), 'utf8').catch(() => '')),
      )
      return texts.flatMap((text) => text.split('\n').filter((line) => line !== ''))
    },
    dismiss,
    async close() {
      for (const { dismissed } of employed.values()) dismissed.abort()
      await supervisor.close()
    },
  }
}
