import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from './free-port.ts'
import type { Launch, Supervisor } from './supervise.ts'

/** One server, for tests that kill and restart it. */
export interface ServerControl {
  /** True when we started it. Only then may it be killed or restarted. */
  readonly owned: boolean
  /** Undefined when it does not run, or is not ours. With Docker it is the pid of the docker command. */
  readonly pid: number | undefined
  /** The signal is sent. After SIGTERM, SIGINT and SIGKILL the server has ended. Throws if it is not ours. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** The server runs and answers, on the same port and data (ended first if it runs). Throws if it is not ours. */
  restart(): Promise<void>
}

/** How to run one kind of server, and how to see that this server, and no other on its port, answers. */
export interface ServerDefinition {
  readonly name: string
  readonly title: string
  launch(port: number, run: { readonly container: string }): Omit<Launch, 'logFile'>
  answers(port: number, pid: number): Promise<boolean>
  logName(attempt: number): string
}

export interface ServerHost {
  readonly supervisor: Supervisor
  readonly runFolder: string
  readonly log: (line: string) => void
  /** Of the servers' environment. */
  readonly env: Readonly<Record<string, string>>
  /** Is called after each crash. `back` resolves when the server answers again or is given up. */
  readonly onCrash: (title: string, back: Promise<void>) => void
}

const startLimitMs = 60_000
const mostRestarts = 5
const mostPorts = 40

/**
 * The server answers on a free port. When another process takes the port first, the server gets another one. After a
 * crash the server is started again with its port and its data, as an init system does, and its last lines are logged.
 */
export async function startServer(
  server: ServerDefinition,
  host: ServerHost,
): Promise<ServerControl & { port: number }> {
  const { supervisor, runFolder, log } = host
  const { name, title } = server
  const container = `pagebeat-${name}-${randomBytes(4).toString('hex')}`
  let attempts = 0
  let starting = false
  let restarts = 0

  async function tryPort(port: number): Promise<'answers' | 'port taken'> {
    starting = true
    return launchOn(port).finally(() => (starting = false))
  }

  async function launchOn(port: number): Promise<'answers' | 'port taken'> {
    const logFile = logFileOf(++attempts)
    const launch = server.launch(port, { container })
    await supervisor.launch(name, { ...launch, env: { ...launch.env, ...host.env }, logFile })
    const giveUpAt = Date.now() + startLimitMs
    while (Date.now() < giveUpAt) {
      const pid = supervisor.pidOf(name)
      if (pid === undefined) return explainExit(title, logFile)
      if (await server.answers(port, pid)) return 'answers'
      await pause(15)
    }
    await supervisor.signal(name, 'SIGKILL')
    throw new Error(
      `${title} did not answer within ${startLimitMs / 1000} s. Its log ends with:\n${tail(logFile)}`,
    )
  }

  function logFileOf(attempt: number): string {
    return path.join(runFolder, server.logName(attempt))
  }

  async function startAgain(): Promise<void> {
    for (let tries = 0; (await tryPort(port)) === 'port taken'; tries++) {
      if (tries === mostPorts)
        throw new Error(`${title} cannot restart: another process uses its port ${port}`)
      await pause(250)
    }
  }

  function restartAfterCrash(how: string): void {
    if (starting) return
    log(`${title} crashed (${how}). Its log ends with:\n${tail(logFileOf(attempts), 60)}`)
    if (++restarts > mostRestarts) return log(`${title} is not started again: that was crash ${restarts}`)
    const back = startAgain().then(
      () => log(`${title} runs again`),
      (error: unknown) => log(`${title} did not start again: ${String(error)}`),
    )
    host.onCrash(title, back)
  }

  const started = Date.now()
  let port = await findFreePort()
  for (let tries = 1; (await tryPort(port)) === 'port taken'; tries++) {
    if (tries === mostPorts) throw new Error(`${title} found no free port after ${mostPorts} tries`)
    port = await findFreePort()
  }
  log(`Starting ${title} … ${((Date.now() - started) / 1000).toFixed(1)} s`)
  supervisor.onCrash(name, restartAfterCrash)
  return {
    owned: true,
    port,
    get pid() {
      return supervisor.pidOf(name)
    },
    kill: (signal = 'SIGKILL') => supervisor.signal(name, signal),
    async restart() {
      await supervisor.signal(name, 'SIGTERM')
      await startAgain()
    },
  }
}

/** The server that a variable names. It is never stopped. */
export function foreignServer(variable: string): ServerControl {
  const refuse = (): never => {
    throw new Error(`${variable} names a server that we did not start, so we do not stop it`)
  }
  return { owned: false, pid: undefined, kill: async () => refuse(), restart: async () => refuse() }
}

function explainExit(title: string, logFile: string): 'port taken' {
  const output = tail(logFile)
  if (/already (in use|allocated)/i.test(output)) return 'port taken'
  throw new Error(`${title} did not start. Its log ends with:\n${output}`)
}

function tail(logFile: string, lines = 15): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
