/** The worker processes. When one dies another takes its place at once: spare ones have everything loaded and wait. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pagebeatNodeOptions } from '../../sandbox/node-options.ts'
import { bundleWorker } from './bundle-worker.ts'
import { toArgs, type WorkerSettings } from './worker-settings.ts'

export interface Troupe {
  /** How many should work. */
  readonly size: number
  /** Resolves when all of them work. */
  untilReady(): Promise<void>
  /** Those that work now. */
  working(): readonly number[]
  /** `kill -9`. */
  kill(pid: number): void
  /** What they wrote: warnings and errors of their logs, and their last words. */
  readLog(): readonly string[]
  /** All have ended: in order, or after some seconds without it. */
  close(): Promise<void>
}

type Said = 'loaded' | 'ready'

const patienceMs = 12_000
const mostFailures = 5

/** `spares`: how many wait. A kill every few hundred milliseconds outruns the start of one process. */
export async function startTroupe(
  settings: WorkerSettings,
  { size, spares, env = {} }: { size: number; spares: number; env?: Readonly<Record<string, string>> },
): Promise<Troupe> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-converse-'))
  const alive = new Map<number, ChildProcess>()
  /** A worker that ends by itself writes compiled code into the folder, and so brings it back. */
  const endWithUs = (): void => {
    for (const child of alive.values()) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', endWithUs)
  const script = await bundleWorker(folder)
  const lines: string[] = []
  const loaded = new Set<number>()
  const ready = new Set<number>()
  /** Told to work, whether or not they do yet. */
  const chosen = new Set<number>()
  const allReady = Promise.withResolvers<void>()
  allReady.promise.catch(() => undefined)
  let isClosing = false
  let failures = 0
  fill()

  /** As many work as should, as many wait as should. */
  function fill(): void {
    for (const pid of loaded) {
      if (chosen.size >= size) break
      loaded.delete(pid)
      chosen.add(pid)
      alive.get(pid)?.send('work', () => undefined)
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
    if (!loaded.delete(pid) && !chosen.delete(pid)) failures += 1
    ready.delete(pid)
    if (failures >= mostFailures)
      allReady.reject(new Error(`workers do not start:\n${lines.slice(-15).join('\n')}`))
    fill()
  }

  return {
    size,
    untilReady: () => allReady.promise,
    working: () => [...ready],
    kill(pid) {
      ready.delete(pid)
      alive.get(pid)?.kill('SIGKILL')
    },
    readLog: () => lines.filter((line) => line !== ''),
    async close() {
      isClosing = true
      const ended = [...alive.values()].map((child) => once(child, 'exit'))
      for (const [pid, child] of alive) child.kill(chosen.has(pid) ? 'SIGTERM' : 'SIGKILL')
      const impatience = setTimeout(() => {
        for (const child of alive.values()) child.kill('SIGKILL')
      }, patienceMs)
      await Promise.all(ended)
      clearTimeout(impatience)
      process.off('exit', endWithUs)
      endWithUs()
    },
  }
}
