/** `npm run prove:backlog`: live customers while the messages of an outage are worked off. */
import { randomInt } from 'node:crypto'
import { type Options, runProgram } from '../../sandbox/command-line.ts'
import { toLayout } from '../layout.ts'
import { formatLine } from '../report.ts'
import { runBacklog } from './backlog.ts'

const about = `Old messages wait in the queue when the workers begin, and customers write and comment meanwhile. The promise:
99% of the replies to live messages, and of the rows of live comments, come within 3 s while the backlog drains.`

const options: Options = {
  'backlog <number>': 'old messages (default 50000)',
  'age <minutes>': 'how old they are (default 120)',
  'track-only': 'without a storyboard: only the tables are judged',
  'messages <number>': 'live messages a second (default 10)',
  'comments <number>': 'live comments a second (default 20)',
  'seconds <number>': 'how long customers write (default 30)',
  'layout compose|one': 'worker processes: one a stage, or two of all stages (default one)',
  'seed <text>': 'the same seed gives the same customers (default: random, printed)',
}

await runProgram({
  script: 'prove:backlog',
  about,
  options,
  async run(given) {
    const seed = given.text('seed') ?? String(randomInt(2 ** 31))
    const { lines, failures } = await runBacklog({
      seed,
      layout: toLayout(given.text('layout'), 'one'),
      backlog: given.whole('backlog', 50_000),
      ageMinutes: given.whole('age', 120),
      replies: !given.isOn('track-only'),
      messages: given.whole('messages', 10),
      comments: given.whole('comments', 20),
      seconds: given.whole('seconds', 30),
    })
    for (const line of lines) console.log(formatLine(line))
    for (const failure of failures) console.log(`NOT KEPT: ${failure}`)
    console.log(`${failures.length === 0 ? 'OK' : 'NOT OK'}; seed ${seed}`)
    return failures.length === 0 ? 0 : 1
  },
})
