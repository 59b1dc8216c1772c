/** `npm run chaos:moderation`: comments with known truth are hidden, tried and shown again. */
import { runKnownTruth } from '../known-truth.ts'
import { playModeration } from './play.ts'

const about = `Proves that moderation hides what it should, once, and that it can be tried and undone. Comments in nine
languages come to Pages of a simulated Facebook; of each it is known which rule it breaks. Words, domains and numbers
are disguised. Then some are edited. Calls fail and workers are killed (-9) all the time. The judge looks at the
simulated Facebook: which comments are hidden. The dry run must name the same ones by the same rules, and the undo of
each rule must show all of them again. Status 0 if all of it held.`

await runKnownTruth({
  script: 'chaos:moderation',
  about,
  what: 'comments',
  perSecond: 60,
  options: {
    'comments <number>': 'comments with known truth (default 1000)',
    'people <number>': 'customers who write them (default 200)',
  },
  play: (settings, given) =>
    playModeration({
      ...settings,
      comments: given.whole('comments', 1_000),
      people: given.whole('people', 200),
    }),
})
