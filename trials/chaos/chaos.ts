/** `npm run chaos`: the same events through Pagebeat twice, undisturbed and in a storm of kills; the tables must be equal. */
import { randomInt } from 'node:crypto'
import { trackingStageNames } from '../../workers/pipeline.ts'
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { openHost } from '../host.ts'
import { createInstallation } from '../installation.ts'
import { toLayout, workersOf } from '../layout.ts'
import { describeMachine } from '../machine.ts'
import { printOutcome } from '../report.ts'
import { writeResultFile } from '../result-file.ts'
import { figuresOf, judge, report } from './judge.ts'
import { type ChaosSettings, playCalm, playStorm } from './runs.ts'

await runTrial({
  script: 'chaos',
  about: `Proves that nothing is lost, doubled or changed while every process is killed. The same simulated events go
through Pagebeat twice, on a Redis and a MariaDB of its own. The first run is in order and undisturbed. In the
second, events are shuffled, 10% come twice, a delivery holds 1 to 1,000 of them, and receiver, workers, Redis
and MariaDB are killed (-9), frozen and stopped in turn. Status 0 if every acked event is stored once, both runs
left equal rows in every table, there is no dead letter and the queues are empty.`,
  options: {
    'seed <text>': 'the same seed gives the same events and order of kills (default: random, printed)',
    'events <number>': 'different events (default 50000; with --short 3000)',
    'every <seconds>': 'from one kill to the next, 0.5 to 600 (default 4; with --short 2)',
    short: 'each victim once: the form that npm test runs',
    'layout compose|one':
      'worker processes: one a stage as in docker-compose.yml, or\n--workers processes of all stages (default one: kills need equal workers)',
    'workers <number>': 'worker processes with --layout one (default 2)',
  },
  run,
})

function settingsOf(given: Given): ChaosSettings {
  const short = given.isOn('short')
  const layout = toLayout(given.text('layout'), 'one')
  return {
    seed: given.text('seed') ?? String(randomInt(2 ** 31)),
    events: given.whole('events', short ? 3_000 : 50_000),
    everyMs: 1_000 * given.number('every', short ? 2 : 4, [0.5, 600]),
    short,
    layout,
    workers: workersOf(layout, { workers: given.whole('workers', 2), only: trackingStageNames }),
  }
}

async function run(given: Given): Promise<number> {
  const settings = settingsOf(given)
  const { seed, events, everyMs, layout } = settings
  console.log(`chaos  ${events} events, seed ${seed}, a kill every ${everyMs / 1_000} s, layout ${layout}`)
  const host = await openHost({ servers: 'own' })
  try {
    const [calmPlace, stormPlace] = [
      await createInstallation(host, { name: 'pagebeat_calm' }),
      await createInstallation(host, { name: 'pagebeat_storm' }),
    ]
    const calm = await playCalm(calmPlace, settings)
    console.log(`undisturbed: ${calm.ledger.events.length} events stored in ${calm.seconds.toFixed(1)} s`)
    const storm = await playStorm(stormPlace, { settings, servers: host.servers })
    console.log(`storm: all acked; queues empty ${storm.settledAfter.toFixed(1)} s later; comparing …`)
    const judgement = await judge(
      { ...calmPlace, ledger: calm.ledger },
      { ...stormPlace, ledger: storm.ledger, ackedBodies: storm.sent.ackedBodies },
    )
    const status = printOutcome({
      ...report(calm, storm, judgement),
      log: await host.processes.readLog(),
    })
    if (given.isOn('save') && status === 0) {
      const machine = await describeMachine(host)
      const figures = figuresOf(storm, judgement)
      writeResultFile({ name: `chaos-${layout}`, script: 'chaos', machine, figures })
    }
    console.log(`seed ${seed}`)
    return status
  } finally {
    await host.close()
  }
}
