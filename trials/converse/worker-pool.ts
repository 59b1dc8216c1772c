/** The worker processes. When one dies another takes its place at once: spare ones have everything loaded and wait. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pagebeatNodeOptions } from '../../sandbox/node-options.ts'
import type { WorkerProcess } from '../layout.ts'
import { bundleWorker } from './bundle-worker.ts'
import { toArgs, type WorkerSettings } from './worker-settings.ts'

export interface WorkerPool {
  /** How many should work. */
  readonly size: number
  /** Resolves when all of them work. */
  untilReady(): Promise<void>
  /** The pids of those that work now. */
  working(): readonly number[]
  /** By name: `worker 1`, `stitch 2`. Without those that have just died. */
  pids(): Readonly<Record<string, number>>
  /** `kill -9`. */
  kill(pid: number): void
  /** Warnings and errors of their logs, and their last lines. */
  readLog(): readonly string[]
  /** All have ended: in order, or killed after some seconds. */
  close(): Promise<void>
}

export interface PoolOptions {
  readonly settings: WorkerSettings
  readonly workers: readonly WorkerProcess[]
  /** How many wait. A kill every few hundred milliseconds outruns the start of one process. */
  readonly spares: number
  readonly env: Readonly<Record<string, string>>
  /** For the bundled program and its compiled code; removed with the run. */
  readonly folder: string
}

type Said = 'loaded' | 'ready'

const stopLimitMs = 12_000
const mostFailures = 5

export async function startWorkerPool(options: PoolOptions): Promise<WorkerPool> {
  const { settings, workers, spares, env, folder } = options
  const size = workers.length
  const script = await bundleWorker(path.join(folder, 'worker'))
  const lines: string[] = []
  const alive = new Map<number, ChildProcess>()
  const loaded = new Set<number>()
  const ready = new Set<number>()
  /** Places by the pid of the process that was told to work there, whether or not it does yet. */
  const placed = new Map<number, WorkerProcess>()
  const allReady = Promise.withResolvers<void>()
  allReady.promise.catch(() => undefined)
  let isClosing = false
  let failures = 0
  const killAll = (): void => {
    for (const child of alive.values()) child.kill('SIGKILL')
  }
  process.on('exit', killAll)
  fill()

  /** Every place has a process, and as many wait as should. */
  function fill(): void {
    const taken = new Set([...placed.values()].map(({ name }) => name))
    for (const worker of workers.filter(({ name }) => !taken.has(name))) {
      const [pid] = loaded
      if (pid === undefined) break
      loaded.delete(pid)
      placed.set(pid, worker)
      alive.get(pid)?.send({ stages: worker.stages }, () => undefined)
    }
    const missing = isClosing || failures >= mostFailures ? 0 : size + spares - alive.size
    for (let count = 0; count < missing; count += 1) start()
  }

  function start(): void {
    const child = fork(script, toArgs(settings), {
      execArgv: pagebeatNodeOptions(),
      // A process that starts every half second must not compile everything anew.
      env: { ...process.env, ...env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const { pid = 0 } = child
    alive.set(pid, child)
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => lines.push(...String(text).split('\n')))
    child.on('error', () => undefined)
    child.on('message', (said: Said) => heard(pid, said))
    child.on('exit', () => gone(pid))
  }

  function heard(pid: number, said: Said): void {
    if (said === 'loaded') loaded.add(pid)
    else ready.add(pid)
    if (ready.size === size) allReady.resolve()
    fill()
  }

  function gone(pid: number): void {
    alive.delete(pid)
    if (!loaded.delete(pid) && !placed.delete(pid)) failures += 1
    ready.delete(pid)
    if (failures >= mostFailures)
      allReady.reject(new Error(`workers do not start:\n${lines.slice(-15).join('\n')}`))
    fill()
  }

  return {
    size,
    untilReady: () => allReady.promise,
    working: () => [...ready],
    pids: () => Object.fromEntries([...placed].map(([pid, { name }]) => [name, pid])),
    kill(pid) {
      ready.delete(pid)
      alive.get(pid)?.kill('SIGKILL')
    },
    readLog: () => lines.filter((line) => line !== ''),
    async close() {
      isClosing = true
      const ended = [...alive.values()].map((child) => once(child, 'exit'))
      for (const [pid, child] of alive) child.kill(placed.has(pid) ? 'SIGTERM' : 'SIGKILL')
      const limit = setTimeout(killAll, stopLimitMs)
      await Promise.all(ended)
      clearTimeout(limit)
      process.off('exit', killAll)
    },
  }
}
