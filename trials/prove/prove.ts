/** `npm run prove`: the faults of the world around Pagebeat, one by one, with live traffic and the simulated Facebook as judge. */
import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Given, type Options, runProgram } from '../../sandbox/command-line.ts'
import { toLayout } from '../layout.ts'
import { formatLine, formatSeconds, printTable } from '../report.ts'
import type { Case } from './case.ts'
import { cases } from './cases.ts'
import { NotHereError } from './not-here.ts'
import { pageOf } from './page.ts'
import { type CaseOptions, type CaseResult, runCase } from './run-case.ts'

const about = `Customers comment and write to Pages of a simulated Facebook while the stores, the network and the processes fail.
Each case has a promise. In every case: what was acked is stored once; each customer sees each reply once and in order;
acks, rows and replies go on by themselves within 15 s; /readyz never says ready while deliveries are refused; no process
logs more than 10 lines in a second. Status 0 if every promise held.`

const options: Options = {
  'case <name,name>': 'only these (default: all)',
  list: 'print the cases with their promises',
  short: 'the form in npm test: fewer cases, less calm',
  untimed: 'times are printed, and promises of time cannot fail: for slow or busy machines',
  'seed <text>': 'the same seed gives the same customers (default: random, printed)',
  'seeds <number>': 'runs of every case, each with another seed (default 1)',
  'layout compose|one': 'worker processes: one a stage, or two of all stages (default compose)',
  'messages <number>': 'messages a second (default 5)',
  'reactions <number>': 'reactions a second (default 20)',
  'out <folder>': 'where the page with charts and the JSON go (default .cache/prove)',
}

await runProgram({ script: 'prove', about, options, run })

async function run(given: Given): Promise<number> {
  const isShort = given.isOn('short')
  const chosen = chooseCases(given.text('case'), isShort)
  if (given.isOn('list')) {
    for (const { name, promise } of cases) console.log(formatLine([name, promise]))
    return 0
  }
  const seed = given.text('seed') ?? String(randomInt(2 ** 31))
  const usual: Omit<CaseOptions, 'seed'> = {
    layout: toLayout(given.text('layout'), isShort ? 'one' : 'compose'),
    messages: given.whole('messages', 5),
    reactions: given.whole('reactions', 20),
    calmSeconds: isShort ? 2 : 5,
    afterSeconds: isShort ? 'until recovered' : 25,
    isTimed: !given.isOn('untimed'),
    say: () => undefined,
  }
  const folder = path.resolve(given.text('out') ?? path.join('.cache', 'prove'))
  mkdirSync(folder, { recursive: true })
  const results: CaseResult[] = []
  const [skipped, broken]: [string[], string[]] = [[], []]
  for (let round = 1; round <= given.whole('seeds', 1); round++)
    for (const one of chosen) {
      const own = round === 1 ? seed : `${seed}-${round}`
      const result = await runCase(one, { ...usual, seed: own }).catch((error: Error) => error)
      if (result instanceof Error) {
        const isMissing = result instanceof NotHereError
        console.log(
          `\n${one.name}: ${isMissing ? 'skipped' : 'FAILED'}: ${isMissing ? result.message : result.stack}`,
        )
        ;(isMissing ? skipped : broken).push(one.name)
        continue
      }
      results.push(result)
      print(result)
      save(folder, results)
    }
  printTable([
    ['case', 'seed', 'went on after', 'log lines/s', 'holds'],
    ...results.map(({ name, seed: own, verdict, holds }) => [
      name,
      own,
      formatSeconds(verdict.recoveredMs),
      String(verdict.logRate.lines),
      holds ? 'yes' : 'NO',
    ]),
  ])
  const failed = results.filter(({ holds }) => !holds).length + broken.length
  const held = results.filter(({ holds }) => holds).length
  console.log(`charts and figures in ${path.relative(process.cwd(), folder)}; seed ${seed}`)
  console.log(`${failed === 0 ? 'OK' : 'NOT OK'}: ${held} held, ${failed} failed, ${skipped.length} skipped`)
  return failed === 0 ? 0 : 1
}

function chooseCases(names: string | undefined, isShort: boolean): readonly Case[] {
  if (names === undefined) return cases.filter((one) => !isShort || one.isShort === true)
  return names.split(',').map((name) => {
    const found = cases.find((one) => one.name === name.trim())
    if (found === undefined) throw new Error(`--case: there is no case ${name}; --list prints them`)
    return found
  })
}

/** After each case, as a run takes an hour. Evidence has a file of its own: it is long. */
function save(folder: string, results: readonly CaseResult[]): void {
  writeFileSync(path.join(folder, 'prove.json'), `${JSON.stringify(results, withoutEvidence, 1)}\n`)
  writeFileSync(path.join(folder, 'prove.html'), pageOf(results))
  const last = results.at(-1)
  if (last?.verdict.evidence === undefined) return
  const name = `evidence-${last.name}-${last.seed}.json`
  writeFileSync(path.join(folder, name), `${JSON.stringify(last.verdict.evidence, undefined, 1)}\n`)
}

function withoutEvidence(name: string, value: unknown): unknown {
  return name === 'evidence' ? undefined : value
}

function print({ name, promise, holds, verdict }: CaseResult): void {
  console.log(`\n${name}: ${promise}`)
  for (const line of verdict.lines) console.log(`  ${formatLine(line)}`)
  for (const failure of verdict.failures) console.log(`  NOT KEPT: ${failure}`)
  console.log(`  ${holds ? 'holds' : 'DOES NOT HOLD'}`)
}
