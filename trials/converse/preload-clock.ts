/**
 * Preloaded by the workers of a trial: each machine's clock is wrong in its own way. The servers' clocks are right.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const names = { skew: 'TRIAL_SKEW_MS', folder: 'TRIAL_CLOCKS' } as const

/** Options of Node, and the environment, of workers whose clocks are ahead by 0, 1 or -1 times this. */
export function preloadClock(skewMs: number) {
  return skewMs === 0 ? none : { nodeArgs, env: { [names.skew]: String(skewMs) } }
}

/** Options of Node, and the environment, of workers whose clocks `setClock` sets while they run. */
export function preloadClocks(folder: string) {
  return { nodeArgs, env: { [names.folder]: folder } }
}

/** A moment later, the clock of this process is ahead by `aheadMs`. A new process in its place has a right clock. */
export function setClock(folder: string, pid: number, aheadMs: number): void {
  writeFileSync(path.join(folder, `clock-${pid}`), String(aheadMs))
}

const none = { nodeArgs: [], env: {} }
const nodeArgs = ['--import', import.meta.url]
const lookEveryMs = 50

const { [names.skew]: skew = '0', [names.folder]: folder } = process.env
let aheadMs = Number(skew) * ((process.pid % 3) - 1)

if (aheadMs !== 0 || folder !== undefined) {
  const RightDate = Date
  const now = (): number => RightDate.now() + aheadMs
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RightDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
}
if (folder !== undefined) {
  const file = path.join(folder, `clock-${process.pid}`)
  setInterval(() => {
    try {
      aheadMs = Number(readFileSync(file, 'utf8'))
    } catch {
      // Nobody has set this clock yet.
    }
  }, lookEveryMs).unref()
}
