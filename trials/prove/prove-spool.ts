/** `npm run prove:spool`: deliveries are acknowledged while Redis is away, and none is lost. */
import { type Options, runProgram } from '../../sandbox/command-line.ts'
import { formatLine } from '../report.ts'
import { runSpool } from './spool.ts'

const about = `Redis is killed, and two receivers with a spool get deliveries. A receiver is killed now and then. The promise:
99.9% get their 200 at the first attempt, 99% of those within 150 ms, and all acknowledged ones are recorded once.`

const options: Options = {
  'seconds <number>': 'how long Redis is away (default 600)',
  'rate <number>': 'deliveries a second (default 200)',
  'kills <number>': 'how often a receiver is killed meanwhile (default one in 200 s)',
}

await runProgram({
  script: 'prove:spool',
  about,
  options,
  async run(given) {
    const seconds = given.whole('seconds', 600)
    const { lines, failures } = await runSpool({
      seconds,
      rate: given.whole('rate', 200),
      kills: given.whole('kills', Math.max(1, Math.round(seconds / 200))),
    })
    for (const line of lines) console.log(formatLine(line))
    for (const failure of failures) console.log(`NOT KEPT: ${failure}`)
    console.log(failures.length === 0 ? 'OK' : 'NOT OK')
    return failures.length === 0 ? 0 : 1
  },
})
