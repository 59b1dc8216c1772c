/** `npm run chaos:converse`: people are answered once and in order while calls fail and workers are killed. */
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { describeMachine } from '../machine.ts'
import { printOutcome } from '../report.ts'
import { writeResultFile } from '../result-file.ts'
import { playAgents } from './agents.ts'
import { findLockWaits } from './found-turns.ts'
import { playBurst } from './burst.ts'
import { playHot } from './hot.ts'
import { playOutage } from './outage.ts'
import { playPromises } from './play-promises.ts'
import type { Result } from './play.ts'
import { playReader } from './reader.ts'
import { failuresOf, figuresOf, linesOf } from './report.ts'
import { about, type ConverseSettings, options, settingsOf } from './settings.ts'
import { playStorm } from './storm.ts'
import { playWit } from './wit.ts'

await runTrial({ script: 'chaos:converse', about, options, run })

async function run(given: Given): Promise<number> {
  const settings = settingsOf(given)
  const { seed, mode, layout } = settings
  console.log(`chaos:converse  ${mode}, seed ${seed}, layout ${layout}`)
  const { setup, played, lines, failures } = await play(settings)
  const { database, host } = setup
  const status = printOutcome({
    lines: [...linesOf(played), ['database', await findLockWaits(database)], ...lines],
    failures: [...failuresOf(played), ...failures],
    log: await host.processes.readLog(),
  })
  if (given.isOn('save') && status === 0) {
    const machine = await describeMachine(host)
    const what = settings.onePage ? 'one-page' : settings.wit === undefined ? mode : `wit-${settings.wit}`
    const name = `chaos-converse-${what}-${layout}`
    writeResultFile({ name, script: 'chaos:converse', machine, figures: figuresOf(played) })
  }
  await setup.close()
  console.log(`seed ${seed}`)
  return status
}

async function play(settings: ConverseSettings): Promise<Result> {
  const { mode, wit, reader } = settings
  if (mode === 'agents') return await playAgents(settings)
  if (mode === 'hot') return await playHot(settings)
  if (mode === 'promises') return await playPromises(settings)
  if (mode === 'burst') return await playBurst(settings)
  if (mode === 'outage' || mode === 'throttle') return await playOutage(settings)
  if (reader !== undefined) return await playReader({ ...settings, reader })
  return wit === undefined ? await playStorm(settings) : await playWit({ ...settings, wit })
}
