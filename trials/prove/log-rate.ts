export interface LogRate {
  readonly lines: number
  /** What was said in that second, with its count, after a colon; '' when nothing was. */
  readonly said: string
}

/** The most lines that one process logged in one second. Lines are pino's JSON; others count for one process together. */
export function worstLogRate(log: readonly string[]): LogRate {
  const seconds = new Map<string, string[]>()
  for (const line of log) {
    const isJson = line.startsWith('{') && line.endsWith('}')
    const {
      time = 0,
      pid = 0,
      msg = line,
    }: { time?: number | string; pid?: number; msg?: string } = isJson ? JSON.parse(line) : {}
    const at = typeof time === 'number' ? time : Date.parse(time)
    const key = `${pid} ${Math.floor(at / 1_000)}`
    seconds.set(key, [...(seconds.get(key) ?? []), msg])
  }
  const worst = [...seconds.values()].reduce<string[]>(
    (most, each) => (each.length > most.length ? each : most),
    [],
  )
  const counts = Map.groupBy(worst, (msg) => msg.slice(0, 70))
  const said = [...counts].map(([msg, all]) => `${all.length} × ${msg}`).slice(0, 3)
  return { lines: worst.length, said: said.length === 0 ? '' : `: ${said.join('; ')}` }
}
