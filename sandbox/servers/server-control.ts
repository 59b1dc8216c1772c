import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from './free-port.ts'
import type { Launch, Supervisor } from './supervise.ts'

/** One server, as the tests that hurt it need it. */
export interface ServerControl {
  /** Started by us: only then may it be killed or restarted. */
  readonly owned: boolean
  /** Undefined when it does not run, or is not ours. In Docker: of the docker command. */
  readonly pid: number | undefined
  /** The signal is sent; for SIGTERM, SIGINT, SIGKILL: the server has ended. Throws if the server is not ours. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** The server runs and answers, on the same port and data (ended first if it runs). Throws if it is not ours. */
  restart(): Promise<void>
}

/** How to run one kind of server, and how to see that it answers: it, and not a stranger on its port. */
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
  /** A server has ended by itself (once for each time). `back`: it answers again, or never will. */
  readonly onCrash: (title: string, back: Promise<void>) => void
}

const startLimitMs = 60_000
const mostRevivals = 5

/**
 * The server answers on a free port; a port that somebody else took in between is given up for another. When it crashes
 * later it is started again on its port and data, as an init system would do, and its last words are logged.
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
  let revivals = 0

  async function tryPort(port: number): Promise<'answers' | 'port taken'> {
    starting = true
    return launchOn(port).finally(() => (starting = false))
  }

  async function launchOn(port: number): Promise<'answers' | 'port taken'> {
    const logFile = logFileOf(++attempts)
    await supervisor.launch(name, { ...server.launch(port, { container }), logFile })
    const giveUpAt = Date.now() + startLimitMs
    while (Date.now() < giveUpAt) {
      const pid = supervisor.pidOf(name)
      if (pid === undefined) return explainExit(title, logFile)
      if (await server.answers(port, pid)) return 'answers'
      await pause(15)
    }
    await supervisor.signal(name, 'SIGKILL')
    throw new Error(`${title} does not answer after ${startLimitMs / 1000} s:\n${tail(logFile)}`)
  }

  function logFileOf(attempt: number): string {
    return path.join(runFolder, server.logName(attempt))
  }

  async function startAgain(): Promise<void> {
    for (let tries = 0; (await tryPort(port)) === 'port taken'; tries++) {
      if (tries === 40) throw new Error(`${title} cannot restart: port ${port} is taken`)
      await pause(250)
    }
  }

  function revive(how: string): void {
    if (starting) return
    log(`${title} crashed (${how}). Its last words:\n${tail(logFileOf(attempts), 60)}`)
    if (++revivals > mostRevivals) return log(`${title} is not started again: that was crash ${revivals}`)
    const back = startAgain().then(
      () => log(`${title} runs again`),
      (error: unknown) => log(`${title} does not start again: ${String(error)}`),
    )
    host.onCrash(title, back)
  }

  const started = Date.now()
  let port = await findFreePort()
  while ((await tryPort(port)) === 'port taken') port = await findFreePort()
  log(`Starting ${title} … ${((Date.now() - started) / 1000).toFixed(1)} s`)
  supervisor.onCrash(name, revive)
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

/** A server that was given to us: it is never touched. */
export function foreignServer(variable: string): ServerControl {
  const refuse = (): never => {
    throw new Error(`The server of ${variable} is not ours to stop`)
  }
  return { owned: false, pid: undefined, kill: async () => refuse(), restart: async () => refuse() }
}

function explainExit(title: string, logFile: string): 'port taken' {
  const output = tail(logFile)
  if (/already (in use|allocated)/i.test(output)) return 'port taken'
  throw new Error(`${title} did not start:\n${output}`)
}

function tail(logFile: string, lines = 15): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
