/** Preloaded by the workers of a conversation trial: each machine's clock is wrong in its own way. The servers' clocks are right. */
const name = 'TRIAL_SKEW_MS'

/** Options of Node, and the environment, of workers whose clocks are ahead by 0, 1 or -1 times this. */
export function preloadClock(skewMs: number) {
  return skewMs === 0
    ? { nodeArgs: [], env: {} }
    : { nodeArgs: ['--import', import.meta.url], env: { [name]: String(skewMs) } }
}

const aheadMs = Number(process.env[name] ?? 0) * ((process.pid % 3) - 1)

if (aheadMs !== 0) {
  const RightDate = Date
  const now = (): number => RightDate.now() + aheadMs
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RightDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
}
