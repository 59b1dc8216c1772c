/** Storms whose judge knows the truth beforehand, as `chaos:leads` and `chaos:moderation`: their options, start and report. */
import { randomInt } from 'node:crypto'
import { type Given, type Options, runTrial } from '../sandbox/command-line.ts'
import type { Setup } from './converse/setup.ts'
import { describeMachine } from './machine.ts'
import { type Judgement, printOutcome } from './report.ts'
import { type Figure, writeResultFile } from './result-file.ts'

/** What all of them can be given. */
export interface StormSettings {
  readonly seed: string
  readonly pages: number
  readonly workers: number
  readonly perSecond: number
  /** Share of faulty Graph calls. */
  readonly faults: number
  readonly killMs: readonly [number, number]
}

export interface KnownTruth {
  /** As in package.json. */
  readonly script: string
  readonly about: string
  /** What customers send, in the plural. */
  readonly what: string
  /** How many of it a second, if nothing else is said. */
  readonly perSecond: number
  /** Beside those of all. */
  readonly options: Options
  readonly play: (
    settings: StormSettings,
    given: Given,
  ) => Promise<{
    readonly setup: Setup
    readonly judgement: Judgement
    readonly figures: readonly Figure[]
  }>
}

/** Ends the process: status 0 if all promises were kept. */
export async function runKnownTruth({
  script,
  about,
  what,
  perSecond,
  options: own,
  play,
}: KnownTruth): Promise<never> {
  const options: Options = {
    'seed <text>': `the same seed gives the same ${what}, faults and kills (default: random, printed)`,
    ...own,
    'pages <number>': 'Pages (default 5)',
    'workers <number>': 'worker processes (default 3)',
    'rate <number>': `${what} a second, at most (default ${perSecond})`,
    'faults <share>': 'of the Graph calls (default 0.2)',
    'kill-ms <from,to>': 'from one kill to the next (default 1500,3000; 0: none)',
  }

  async function run(given: Given): Promise<number> {
    const seed = given.text('seed') ?? String(randomInt(1_000_000))
    console.log(`${script}  seed ${seed}`)
    const [from = 1_500, to = from] = (given.text('kill-ms') ?? '1500,3000').split(',').map(Number)
    const settings = {
      seed,
      pages: given.whole('pages', 5),
      workers: given.whole('workers', 3),
      perSecond: given.whole('rate', perSecond),
      faults: given.number('faults', 0.2, [0, 0.9]),
      killMs: [from, to],
    } as const
    const { setup, judgement, figures } = await play(settings, given)
    const { host } = setup
    const status = printOutcome({ ...judgement, log: await host.processes.readLog() })
    if (given.isOn('save') && status === 0)
      writeResultFile({
        name: script.replace(':', '-'),
        script,
        machine: await describeMachine(host),
        figures,
      })
    await setup.close()
    console.log(`seed ${seed}`)
    return status
  }

  return await runTrial({ script, about, options, run })
}
