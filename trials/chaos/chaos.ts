/**
 * `npm run chaos`: the same events through Pagebeat twice, calmly and in a storm of kills; the tables must be equal.
 * `--help` says what is done. Exits with 0 if and only if the promise was kept.
 */
import { performance } from 'node:perf_hooks'
import { untilStopped } from '../../sandbox/stop-signal.ts'
import { judge } from './judge.ts'
import { failuresOf, summaryOf } from './report.ts'
import { playCalm, playStorm } from './runs.ts'
import { type ChaosSettings, readSettings, usage } from './settings.ts'
import { openTheatre } from './theatre.ts'

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

async function run(settings: ChaosSettings): Promise<number> {
  const startedMs = performance.now()
  const { seed, events, every } = settings
  console.log(`chaos  ${events} events, seed ${seed}, a strike every ${every} s`)
  const theatre = await openTheatre(console.log)
  try {
    const scenes = { calm: await theatre.createScene('calm'), storm: await theatre.createScene('storm') }
    const calm = await playCalm(scenes.calm, settings)
    console.log(
      `calm   ${calm.ledger.events.length} events acked and worked on in ${calm.seconds.toFixed(1)} s`,
    )
    console.log('storm')
    const storm = await playStorm(scenes.storm, theatre, settings, console.log)
    console.log(`all acked; queues empty ${storm.settledAfter.toFixed(1)} s later; judging …`)
    const judgement = await judge(
      { scene: scenes.calm, ledger: calm.ledger },
      { scene: scenes.storm, ledger: storm.ledger, ackedBodies: storm.ackedBodies },
    )
    const failures = failuresOf(calm, storm, judgement)
    for (const line of summaryOf(calm, storm, judgement)) console.log(line)
    for (const failure of failures) console.log(`NOT KEPT: ${failure}`)
    if (failures.length > 0) for (const line of await errorsOf(theatre.crew.readLog())) console.log(line)
    console.log(
      `${failures.length === 0 ? 'OK' : 'NOT OK'}, seed ${seed}, ${((performance.now() - startedMs) / 1000).toFixed(1)} s in all`,
    )
    return failures.length === 0 ? 0 : 1
  } finally {
    await theatre.close()
  }
}

/** The first lines that the processes logged as errors (level 50 and above). */
async function errorsOf(log: Promise<string[]>): Promise<string[]> {
  return (await log)
    .filter((line) => /"level":(?:[56]0|"error"|"fatal")/.test(line) || !line.startsWith('{'))
    .slice(0, 20)
}
