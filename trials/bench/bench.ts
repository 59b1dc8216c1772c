/** `npm run bench`: measures against baselines in the same run; see README.md. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { openHost } from '../host.ts'
import { describeMachine, machineLine } from '../machine.ts'
import { writeResultFile } from '../result-file.ts'
import { benchAcks } from './ack.ts'
import type { Bench } from './bench-context.ts'
import { benchGrowth } from './growth.ts'
import { benchLatency } from './latency.ts'
import { startLoad } from './load.ts'
import { figuresOf, printResult } from './report.ts'
import { sizes } from './sizes.ts'
import { benchTables } from './tables.ts'
import { benchVersions } from './versions.ts'
import type { Finding } from './verdict.ts'

const parts = { a: benchAcks, b: benchTables, c: benchLatency, d: benchGrowth, v: benchVersions } as const
type Part = keyof typeof parts

await runTrial({
  script: 'bench',
  about: `Measures receiver and pipeline against baselines in the same run. Needs a machine with nothing else to do.
Status 1 if an event was lost; a missed target is printed.`,
  options: {
    'only <a,b>':
      'parts: a acks, b webhook to tables, c latency, d growth of the database\n(default: all, under 8 minutes)',
    quick: 'fewer and shorter rounds (under 2 minutes): figures for a first look',
    smoke: 'a second of each: proves that it runs, its figures mean nothing',
    'against <file>':
      'only compare this version with another one: bin/pagebeat.ts of another checkout,\nwith its packages installed, or the file of an installed package',
    console: 'part b also measures an installation with an open console',
    'rounds <number>': 'another number of rounds',
    'cpu-prof <folder>': 'also write CPU profiles of the receiver and the worker',
  },
  run,
})

async function run(given: Given): Promise<number> {
  const against = given.text('against')
  if (against !== undefined && !existsSync(against)) throw new Error(`--against: there is no file ${against}`)
  const usual = against === undefined ? 'a,b,c,d' : 'v'
  const chosen = (given.text('only') ?? usual).split(',').map(toPart)
  const size = structuredClone(sizes[given.isOn('smoke') ? 'smoke' : given.isOn('quick') ? 'quick' : 'full'])
  for (const part of [size.acks, size.tables, size.growth, size.versions])
    part.rounds = given.whole('rounds', part.rounds)
  const profiles = given.text('cpu-prof')
  const started = Date.now()
  // A rewrite of the AOF halfway would hit one contender and not the other.
  const redisArgs = ['--auto-aof-rewrite-percentage', '0']
  const host = await openHost({ servers: 'given', redisArgs })
  const bench: Bench = {
    name: `pagebeat_test_bench_${randomBytes(4).toString('hex')}`,
    host,
    load: startLoad(),
    sizes: size,
    hasConsole: given.isOn('console'),
    otherVersion: against && path.resolve(against),
    nodeArgs: profiles === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profiles],
    tables: [],
  }
  const machine = await describeMachine(host)
  console.log(machineLine(machine))
  const findings: Finding[] = []
  let isComplete = true
  for (const part of chosen) {
    try {
      findings.push(...(await parts[part](bench)))
    } catch (error) {
      isComplete = false
      console.error(`(${part}) FAILED: ${error instanceof Error ? error.message : String(error)}`)
      for (const line of (await host.processes.readLog()).slice(-20)) console.error(line)
    }
  }
  const result = { findings, tables: bench.tables }
  printResult({ ...result, seconds: Math.round((Date.now() - started) / 1000) })
  if (given.isOn('save') && isComplete) {
    writeResultFile({ name: 'bench', script: 'bench', machine, figures: figuresOf(result) })
  }
  bench.load.close()
  await host.close()
  return isComplete ? 0 : 1
}

function toPart(text: string): Part {
  if (text in parts) return text as Part
  throw new Error(`--only: there is no part ${text}`)
}
