/** `npm run chaos:leads`: leads are fetched, linked and swept, each once. */
import { randomInt } from 'node:crypto'
import { type Given, type Options, runTrial } from '../../sandbox/command-line.ts'
import { describeMachine } from '../machine.ts'
import { printOutcome } from '../report.ts'
import { writeResultFile } from '../result-file.ts'
import { playLeads } from './play.ts'

const about = `Proves that no lead is lost and none counts twice. Customers fill in lead forms of Pages of a simulated
Facebook. Some webhooks are never sent, others come twice; calls fail and workers are killed (-9) all the time. Then
\`pagebeat lead sweep\` is run, killed, and run again. In the end every lead has one row, one interaction and its
values, the sweep found exactly those that were lost, and customers who gave the same e-mail are one. Status 0 if all of
it held.`

const options: Options = {
  'seed <text>': 'the same seed gives the same leads, faults and kills (default: random, printed)',
  'leads <number>': 'leads (default 2000)',
  'lost <percent>': 'of the leads, without a webhook (default 5)',
  'pages <number>': 'Pages (default 5)',
  'workers <number>': 'worker processes (default 3)',
  'rate <number>': 'leads a second, at most (default 200)',
  'faults <share>': 'of the Graph calls (default 0.2)',
  'kill-ms <from,to>': 'from one kill to the next (default 1500,3000; 0: none)',
}

await runTrial({ script: 'chaos:leads', about, options, run })

async function run(given: Given): Promise<number> {
  const seed = given.text('seed') ?? String(randomInt(1_000_000))
  console.log(`chaos:leads  seed ${seed}`)
  const [from = 1_500, to = from] = (given.text('kill-ms') ?? '1500,3000').split(',').map(Number)
  const { setup, judgement, figures } = await playLeads({
    seed,
    leads: given.whole('leads', 2_000),
    lost: given.number('lost', 5, [0, 100]) / 100,
    pages: given.whole('pages', 5),
    workers: given.whole('workers', 3),
    perSecond: given.whole('rate', 200),
    faults: given.number('faults', 0.2, [0, 0.9]),
    killMs: [from, to],
  })
  const { host } = setup
  const status = printOutcome({ ...judgement, log: await host.processes.readLog() })
  if (given.isOn('save') && status === 0)
    writeResultFile({
      name: 'chaos-leads',
      script: 'chaos:leads',
      machine: await describeMachine(host),
      figures,
    })
  await setup.close()
  console.log(`seed ${seed}`)
  return status
}
