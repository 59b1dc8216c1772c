/**
 * The parent process of the private servers: `node supervisor.ts <run folder> <removed | kept>`. It starts and signals
 * them when its owner asks (IPC). When the owner has ended, in whatever way, it ends them and removes the folder.
 * As their parent it never signals another process that was given the pid of a server that has ended.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { identify } from './process-identity.ts'

/** The program to run. `container` is the name of the Docker container that `command` runs in the foreground. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  readonly container?: string
}

export type Request =
  | { readonly id: number; readonly do: 'open' }
  | { readonly id: number; readonly do: 'launch'; readonly name: string; readonly launch: Launch }
  | { readonly id: number; readonly do: 'signal'; readonly name: string; readonly signal: NodeJS.Signals }
  | { readonly id: number; readonly do: 'close' }

export type Report =
  | { readonly id: number; readonly pid?: number | undefined; readonly error?: string }
  /** `crash` says how it ended by itself (`SIGSEGV`, `status 1`). Undefined when it was asked to end. */
  | { readonly exited: string; readonly pid: number; readonly crash: string | undefined }

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<void>
  readonly container: string | undefined
  askedToEnd: boolean
}

const [runFolder, fate] = process.argv.slice(2)
if (runFolder === undefined) throw new Error('supervisor.ts needs a run folder')
const folder = runFolder
const servers = new Map<string, Running>()
let closing: Promise<void> | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void closeAndExit())
process.on('uncaughtException', () => void closeAndExit())
process.on('disconnect', () => void closeAndExit())
process.on('message', (request: Request) => {
  handle(request).then(
    (pid) => tell({ id: request.id, pid }),
    (error: unknown) => tell({ id: request.id, error: String(error) }),
  )
})
writeRecord()

async function handle(request: Request): Promise<number | undefined> {
  if (request.do === 'launch') return launch(request.name, request.launch)
  if (request.do === 'signal') await signalServer(request.name, request.signal)
  if (request.do === 'close') await close().finally(() => setTimeout(() => process.exit(0), 20))
  return undefined
}

async function launch(name: string, { command, args, env, logFile, container }: Launch): Promise<number> {
  if (closing !== undefined) throw new Error('the servers are being stopped')
  if (servers.has(name)) throw new Error(`${name} is running already`)
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] })
  closeSync(log)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const server: Running = { child, ended, container, askedToEnd: false }
  servers.set(name, server)
  const forget = (how: string): void => {
    servers.delete(name)
    writeRecord()
    tell({ exited: name, pid: child.pid ?? 0, crash: server.askedToEnd ? undefined : how })
    end()
  }
  child.once('exit', (status, by) => forget(by ?? `status ${status}`))
  child.once('error', ({ message }) => forget(message))
  await once(child, 'spawn')
  writeRecord()
  return child.pid ?? 0
}

/** Resolves once the server has ended, or at once for signals that do not end it. */
async function signalServer(name: string, what: NodeJS.Signals): Promise<void> {
  const server = servers.get(name)
  if (server === undefined) return
  const ends = ['SIGKILL', 'SIGTERM', 'SIGINT'].includes(what)
  if (ends) server.askedToEnd = true
  if (server.container === undefined) server.child.kill(what)
  else await promisify(execFile)('docker', ['kill', '--signal', what, server.container])
  if (ends) await server.ended
}

/** Servers of a folder that is kept shut down in order. The others are killed: their data is removed anyway. */
function close(): Promise<void> {
  closing ??= closeOnce()
  return closing
}

async function closeOnce(): Promise<void> {
  await Promise.all([...servers.keys()].map((name) => stopServer(name)))
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

async function stopServer(name: string): Promise<void> {
  const impatience = setTimeout(() => void signalServer(name, 'SIGKILL').catch(() => undefined), 15_000)
  if (fate === 'kept') await signalServer(name, 'SIGCONT')
  await signalServer(name, fate === 'kept' ? 'SIGTERM' : 'SIGKILL')
  clearTimeout(impatience)
}

function closeAndExit(): Promise<void> {
  return close().finally(() => process.exit(0))
}

/** Names our processes, for `sweepDeadRuns` of a later run in case this process is killed too. */
function writeRecord(): void {
  const pids = [...servers.values()].flatMap(({ child }) => child.pid ?? [])
  const record = { supervisor: identify(process.pid), servers: pids.map(identify) }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(path.join(folder, 'processes.json'), JSON.stringify(record))
}

function tell(report: Report): void {
  if (process.connected) process.send?.(report)
}
