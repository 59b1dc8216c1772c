/**
 * `npm run bench:converse`: from the POST of a webhook to the Send API call that answers it, both as the simulated Facebook sees
 * them, at a constant rate of messages from many people; and the processor time that each process uses for a message.
 */
import { performance } from 'node:perf_hooks'
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import {
  cpuEach,
  cpuOf,
  cpuOfRedis,
  type CpuReadings,
  type ProcessorTimes,
  readProcessors,
  sharesBetween,
} from '../cpu.ts'
import type { OpenStream } from '../console/open-stream.ts'
import { startOpenConsole } from '../console/start-console.ts'
import { toLayout } from '../layout.ts'
import { describeMachine, machineLine } from '../machine.ts'
import { printTable } from '../report.ts'
import { type Figure, writeResultFile } from '../result-file.ts'
import { quantile } from '../statistics.ts'
import { chatter, createWriters, inTurn, type Written } from './chatter.ts'
import { findTurns } from './found-turns.ts'
import { openSetup, type Setup } from './setup.ts'
import { judge } from './verdict.ts'
import { stretchesOf, waitsOf } from './waits.ts'

const promised = [
  { name: 'p50', share: 0.5, most: 30 },
  { name: 'p99', share: 0.99, most: 120 },
]
const settleMs = 60_000

await runTrial({
  script: 'bench:converse',
  about: `Measures the time from a webhook to the reply, and the processor time of a message, at a constant rate. Needs a
machine with nothing else to do. Status 1 if a message was not answered, or answered twice; a missed target is printed.`,
  options: {
    'rate <number>': 'messages a second (default 50)',
    'seconds <number>': 'how long (default 20)',
    'people <number>': 'people who write (default 500)',
    'layout compose|one':
      'worker processes: one a stage as in docker-compose.yml (default: that is the deployment),\nor --workers processes of all stages',
    'workers <number>': 'worker processes with --layout one (default 1)',
    'understand local|none': 'the language provider of the workers (default local)',
    console: 'with a console, and the page of an agent open',
    smoke: 'two seconds: proves that it runs, its figures mean nothing',
  },
  run,
})

interface Load {
  readonly perSecond: number
  readonly seconds: number
  readonly people: number
  /** Before the measured messages. */
  readonly warmUp: number
}

async function run(given: Given): Promise<number> {
  const isSmoke = given.isOn('smoke')
  const layout = toLayout(given.text('layout'), 'compose')
  const perSecond = given.whole('rate', 50)
  const people = given.whole('people', isSmoke ? 20 : 500)
  const warmUp = Math.max(people, perSecond * (isSmoke ? 1 : 5))
  const load = { perSecond, seconds: given.whole('seconds', isSmoke ? 2 : 20), people, warmUp }
  const setup = await openSetup({
    seed: 'bench',
    pages: 4,
    layout,
    workers: given.whole('workers', 1),
    concurrency: 16,
    understands: given.text('understand') !== 'none',
  })
  let page: OpenStream | undefined
  try {
    if (given.isOn('console')) page = await startOpenConsole(setup.host, setup.installation)
    const machine = await describeMachine(setup.host)
    console.log(machineLine(machine))
    console.log(`${perSecond} messages a second of ${people} people for ${load.seconds} s, layout ${layout}`)
    const { figures, isKept } = await measure(setup, load)
    const name = `bench-converse-${layout}`
    if (given.isOn('save') && isKept) writeResultFile({ name, script: 'bench:converse', machine, figures })
    return isKept ? 0 : 1
  } finally {
    page?.close()
    await setup.close()
  }
}

async function measure(
  setup: Setup,
  { perSecond, seconds, people, warmUp }: Load,
): Promise<{ readonly figures: Figure[]; readonly isKept: boolean }> {
  const { graph, database, pageIds } = setup
  const random = createRandom('bench people')
  const next = inTurn(createWriters(graph, { people, pageIds }), random)
  const write = async (messages: number): Promise<Written[]> =>
    await chatter({ graph, random, next, messages, perSecond, shuffleMs: 0, doubled: 0 })
  // Every customer is known, and every function compiled, as in a process that has run for a while.
  const before = await write(warmUp)
  await setup.untilSettled(settleMs)
  const [cpuBefore, callsBefore] = [await readCpu(setup), await readCalls(setup)]
  const processorsBefore = readProcessors()
  const startedMs = performance.now()
  const written = await write(Math.round(perSecond * seconds))
  const wroteMs = performance.now() - startedMs
  const isSettled = await setup.untilSettled(settleMs)
  const used = cpuEach(cpuBefore, await readCpu(setup), written.length)
  const processors = readProcessors()
  const calls = cpuEach(callsBefore, await readCalls(setup), written.length)
  const { seen } = graph.ledger
  const waits = waitsOf(written, seen)
  const turns = await findTurns(database)
  const verdict = judge({ written: [...before, ...written], seen, turns })
  const broken = Object.entries(verdict.broken).filter(([, examples]) => examples.length > 0)

  console.log(`written at ${((1_000 * written.length) / wroteMs).toFixed(0)} a second`)
  const figures: Figure[] = []
  for (const { name, share, most } of promised) {
    const ms = quantile(waits, share)
    console.log(`webhook to Send API, ${name}   ${ms} ms (at most ${most}): ${ms <= most ? 'ok' : 'MISSED'}`)
    figures.push({ name: `webhook to Send API, ${name}`, value: ms, unit: 'ms', note: `target ${most} ms` })
  }
  if (!Number.isNaN(processors.all)) console.log(machineDuring(processorsBefore, processors))
  printTable([
    ['where the time goes, ms', 'p50', 'p99'],
    ...[...stretchesOf(written, { turns, seen })].map(([name, times]) => [
      name,
      ...promised.map(({ share }) => String(Math.round(quantile(times, share)))),
    ]),
  ])
  printTable([['processor time a message, µs', ''], ...rowsOf(used, 0)])
  printTable([['calls a message', ''], ...rowsOf(calls, 1)])
  for (const [breach, [example = '']] of broken) console.log(`NOT KEPT: ${breach}: ${example}`)
  for (const [name, value] of Object.entries(used))
    figures.push({ name: `processor time a message, ${name}`, value, unit: 'µs' })
  return { figures, isKept: broken.length === 0 && isSettled && waits.length === written.length }
}

function rowsOf(readings: CpuReadings, digits: number): string[][] {
  return Object.entries(readings)
    .filter(([, value]) => value >= 0.05)
    .map(([name, value]) => [name, value.toFixed(digits)])
}

/** Work of others on the same host looks like our own latency: the figure says how much of it there was. */
function machineDuring(before: ProcessorTimes, after: ProcessorTimes): string {
  const { busy, stolen } = sharesBetween(before, after)
  return `the processors were ${percent(busy)} busy, and ${percent(stolen)} of their time went to others on the host`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

async function readCpu({ host, installation, workers: processes }: Setup): Promise<CpuReadings> {
  const workers = processes.map(({ name }) => [`  ${name}`, cpuOf(installation.pidOf(name) ?? 0)] as const)
  return {
    receiver: cpuOf(installation.pidOf('receiver') ?? 0),
    workers: workers.reduce((sum, [, micros]) => sum + micros, 0),
    ...(workers.length === 1 ? {} : Object.fromEntries(workers)),
    redis: await cpuOfRedis(host.redis),
    mariadb: cpuOf(host.servers.mariadb.pid ?? 0),
    'simulated Facebook': cpuOf(process.pid),
  }
}

/** How often Redis and MariaDB were called, by kind. */
async function readCalls({ host, database }: Setup): Promise<CpuReadings> {
  const stats = await host.redis.info('commandstats')
  const found: Record<string, number> = {}
  for (const [, name = '', calls] of stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm))
    if (/^(?:evalsha|eval|bzpopmin|multi|hgetall)$/.test(name)) found[`Redis ${name}`] = Number(calls)
  const rows = await query(
    database,
    "show global status where variable_name in ('Questions', 'Com_select', 'Com_insert', 'Com_update', 'Com_commit', 'Com_stmt_execute')",
  )
  for (const row of rows) found[`MariaDB ${textOf(row, 'Variable_name')}`] = Number(textOf(row, 'Value'))
  return found
}
