/** `npm run chaos:moderation`: comments with known truth are hidden, tried and shown again. */
import { type Given, type Options, runTrial } from '../../sandbox/command-line.ts'
import { describeMachine } from '../machine.ts'
import { printOutcome } from '../report.ts'
import { writeResultFile } from '../result-file.ts'
import { playModeration } from './play.ts'
import { randomInt } from 'node:crypto'

const about = `Proves that moderation hides what it should, once, and that it can be tried and undone. Comments in nine
languages come to Pages of a simulated Facebook; of each it is known which rule it breaks. Words, domains and numbers
are disguised. Then some are edited. Calls fail and workers are killed (-9) all the time. The judge looks at the
simulated Facebook: which comments are hidden. The dry run must name the same ones by the same rules, and the undo of
each rule must show all of them again. Status 0 if all of it held.`

const options: Options = {
  'seed <text>': 'the same seed gives the same comments, faults and kills (default: random, printed)',
  'comments <number>': 'comments with known truth (default 1000)',
  'people <number>': 'customers who write them (default 200)',
  'pages <number>': 'Pages (default 5)',
  'workers <number>': 'worker processes (default 3)',
  'rate <number>': 'comments a second, at most (default 60)',
  'faults <share>': 'of the Graph calls (default 0.2)',
  'kill-ms <from,to>': 'from one kill to the next (default 1500,3000; 0: none)',
}

await runTrial({ script: 'chaos:moderation', about, options, run })

async function run(given: Given): Promise<number> {
  const seed = given.text('seed') ?? String(randomInt(1_000_000))
  console.log(`chaos:moderation  seed ${seed}`)
  const [from = 1_500, to = from] = (given.text('kill-ms') ?? '1500,3000').split(',').map(Number)
  const { setup, judgement, figures } = await playModeration({
    seed,
    comments: given.whole('comments', 1_000),
    people: given.whole('people', 200),
    pages: given.whole('pages', 5),
    workers: given.whole('workers', 3),
    perSecond: given.whole('rate', 60),
    faults: given.number('faults', 0.2, [0, 0.9]),
    killMs: [from, to],
  })
  const { host } = setup
  const status = printOutcome({ ...judgement, log: await host.processes.readLog() })
  if (given.isOn('save') && status === 0)
    writeResultFile({
      name: 'chaos-moderation',
      script: 'chaos:moderation',
      machine: await describeMachine(host),
      figures,
    })
  await setup.close()
  console.log(`seed ${seed}`)
  return status
}
