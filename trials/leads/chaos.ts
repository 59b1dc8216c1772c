/** `npm run chaos:leads`: leads are fetched, linked and swept, each once. */
import { runKnownTruth } from '../known-truth.ts'
import { playLeads } from './play.ts'

const about = `Proves that no lead is lost and none counts twice. Customers fill in lead forms of Pages of a simulated
Facebook. Some webhooks are never sent, others come twice; calls fail and workers are killed (-9) all the time. Then
\`pagebeat lead sweep\` is killed twice, and run to its end. In the end every lead has one row, one interaction and its
values, the sweep found exactly those that were lost, and customers who gave the same e-mail are one. Status 0 if all of
it held.`

await runKnownTruth({
  script: 'chaos:leads',
  about,
  what: 'leads',
  perSecond: 200,
  options: {
    'leads <number>': 'leads (default 2000)',
    'lost <percent>': 'of the leads, without a webhook (default 5)',
  },
  play: (settings, given) =>
    playLeads({
      ...settings,
      leads: given.whole('leads', 2_000),
      lost: given.number('lost', 5, [0, 100]) / 100,
    }),
})
