/**
 * `npm run chaos:converse`: people are answered once and in order while calls fail and workers are killed. `--help` says what is
 * done. Exits with 0 if and only if the promise was kept.
 */
import { performance } from 'node:perf_hooks'
import { untilStopped } from '../../sandbox/stop-signal.ts'
import { findLockWaits } from './found-turns.ts'
import { playHot } from './hot.ts'
import { playOutage } from './outage.ts'
import { failuresOf, type Played, summaryOf } from './report.ts'
import type { Scene } from './scene.ts'
import { type ConverseSettings, readSettings, usage } from './settings.ts'
import { playStorm } from './storm.ts'
import { playWit } from './wit.ts'

interface Result {
  readonly scene: Scene
  readonly played: Played
  /** What this mode measures besides, and what of it did not hold. */
  readonly lines?: readonly string[]
  readonly failures?: readonly string[]
}

void untilStopped().then(() => process.exit(130))
process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  try {
    const settings = readSettings(process.argv.slice(2))
    if (settings === undefined) console.log(usage)
    return settings === undefined ? 0 : await run(settings)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 2
  }
}

async function run(settings: ConverseSettings): Promise<number> {
  const startedMs = performance.now()
  const { seed, mode, workers } = settings
  console.log(`chaos:converse  ${mode}, seed ${seed}, ${workers} workers`)
  const { scene, played, lines = [], failures: others = [] } = await play(settings)
  const failures = [...failuresOf(played), ...others]
  const locks = `${'database'.padEnd(46)} ${await findLockWaits(scene.database)}`
  for (const line of [...summaryOf(played), locks, ...lines, ...complaintsOf(scene)]) console.log(line)
  for (const failure of failures) console.log(`NOT KEPT: ${failure}`)
  if (failures.length > 0) for (const line of errorsOf(scene)) console.log(line)
  await scene.close()
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${failures.length === 0 ? 'OK' : 'NOT OK'}, seed ${seed}, ${seconds} s in all`)
  return failures.length === 0 ? 0 : 1
}

async function play(settings: ConverseSettings): Promise<Result> {
  if (settings.mode === 'hot') return await playHot(settings, console.log)
  if (settings.mode === 'outage' || settings.mode === 'throttle')
    return await playOutage(settings, console.log)
  const { wit } = settings
  if (wit !== undefined) return await playWit({ ...settings, wit }, console.log)
  return await playStorm(settings, console.log)
}

/** What the workers logged, and how often. */
function complaintsOf({ troupe }: Scene): string[] {
  const counts = new Map<string, number>()
  for (const line of troupe.readLog()) {
    const { msg = line, reason = '' } = parse(line)
    const said = `${msg} ${reason}`.trim()
    counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  return [...counts].slice(0, 12).map(([said, count]) => `log ${String(count).padStart(6)}  ${said}`)
}

function parse(line: string): { readonly msg?: string; readonly reason?: string } {
  return line.startsWith('{') && line.endsWith('}') ? JSON.parse(line) : {}
}

/** The first lines that the workers logged as errors (level 50 and above), or wrote without being asked. */
function errorsOf({ troupe }: Scene): string[] {
  return troupe
    .readLog()
    .filter((line) => /"level":[56]0/.test(line) || !line.startsWith('{'))
    .slice(0, 20)
}
