/**
 * `npm run bench:idle`: the processor time of an installation to which nobody writes: all processes of docker-compose.yml, with
 * how often each of them wakes up, and what they ask Redis and the database for.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { cpuOf, type CpuReadings, readProcessors, sharesBetween } from '../cpu.ts'
import { describeMachine, machineLine } from '../machine.ts'
import { printTable } from '../report.ts'
import { writeResultFile } from '../result-file.ts'
import { chatter, createWriters, inTurn } from './chatter.ts'
import { openSetup, type Setup } from './setup.ts'

/** Seconds of processor time in a second, of all processes together. */
const promised = 0.03
const settleMs = 60_000

await runTrial({
  script: 'bench:idle',
  about: `Measures what an installation costs while nobody writes: the processor time of each process of docker-compose.yml.
Other work on the machine changes it little. Status 0 also when a target is missed, which is printed.`,
  options: {
    'seconds <number>': 'how long (default 60)',
    'rest <number>':
      'seconds without a message before that (default 75; at 60 s each worker searches for lost jobs)',
    'profile <folder>': 'keep a profile of each process there (node --cpu-prof); it costs time of its own',
  },
  run,
})

async function run(given: Given): Promise<number> {
  const seconds = given.whole('seconds', 60)
  const restSeconds = given.whole('rest', 75, 0)
  const folder = given.text('profile')
  const setup = await openSetup({
    seed: 'idle',
    pages: 2,
    layout: 'compose',
    workers: 1,
    concurrency: 16,
    hasBoard: true,
    understands: true,
    ...(folder === undefined ? {} : { nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${folder}`] }),
  })
  try {
    const machine = await describeMachine(setup.host)
    console.log(machineLine(machine))
    await writeSome(setup)
    await pause(1_000 * restSeconds)
    const all = await measure(setup, seconds)
    console.log(
      `${all.toFixed(3)} s of processor time a second (at most ${promised}): ${all <= promised ? 'ok' : 'MISSED'}`,
    )
    const figure = { name: 'an idle installation, of one processor', value: 100 * all, unit: '%' }
    if (given.isOn('save'))
      writeResultFile({ name: 'bench-idle', script: 'bench:idle', machine, figures: [figure] })
    return 0
  } finally {
    await setup.close()
  }
}

/** Every process has worked once, as in an installation that has run for a while. */
async function writeSome(setup: Setup): Promise<void> {
  const { graph, pageIds } = setup
  const random = createRandom('idle people')
  const next = inTurn(createWriters(graph, { people: 20, pageIds }), random)
  await chatter({ graph, random, next, messages: 200, perSecond: 50, shuffleMs: 0, doubled: 0 })
  await setup.untilSettled(settleMs)
}

/** Prints all tables; returns the processor time of all processes together, in seconds a second. */
async function measure(setup: Setup, seconds: number): Promise<number> {
  const pids = findPids(setup)
  const [callsBefore, cpuBefore, wakesBefore] = [
    await readCalls(setup),
    readEach(pids, cpuOf),
    readEach(pids, wakesOf),
  ]
  const [processorsBefore, startedMs] = [readProcessors(), performance.now()]
  await pause(1_000 * seconds)
  const passed = (performance.now() - startedMs) / 1_000
  const [cpu, wakes] = [readEach(pids, cpuOf), readEach(pids, wakesOf)]
  const calls = await readCalls(setup)
  const { busy } = sharesBetween(processorsBefore, readProcessors())
  console.log(
    `${passed.toFixed(0)} s without a message; the processors were ${(100 * busy).toFixed(0)} % busy`,
  )
  const each = (name: string, before: CpuReadings, after: CpuReadings): number =>
    ((after[name] ?? Number.NaN) - (before[name] ?? 0)) / passed
  printTable([
    ['process', 'processor time, ms a second', 'wakes up, a second'],
    ...Object.keys(pids).map((name) => [
      name,
      (each(name, cpuBefore, cpu) / 1_000).toFixed(2),
      each(name, wakesBefore, wakes).toFixed(1),
    ]),
  ])
  printTable([
    ['calls', 'a second'],
    ...Object.keys(calls)
      .map((name) => [name, each(name, callsBefore, calls)] as const)
      .filter(([, rate]) => rate >= 0.01)
      .map(([name, rate]) => [name, rate.toFixed(2)]),
  ])
  return Object.keys(pids).reduce((sum, name) => sum + each(name, cpuBefore, cpu), 0) / 1e6
}

function findPids({ host, installation, workers }: Setup): Readonly<Record<string, number>> {
  const names = ['receiver', ...workers.map(({ name }) => name), 'board']
  const { redis, mariadb } = host.servers
  return {
    ...Object.fromEntries(names.map((name) => [name, installation.pidOf(name) ?? 0])),
    redis: redis.pid ?? 0,
    mariadb: mariadb.pid ?? 0,
  }
}

function readEach(pids: Readonly<Record<string, number>>, read: (pid: number) => number): CpuReadings {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, read(pid)]))
}

/** How often the threads of a process have gone to sleep. */
function wakesOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.reduce((sum, thread) => {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')
    return sum + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1])
  }, 0)
}

/** How often Redis and the database were called, by command. The commands of a script count, too. */
async function readCalls({ host, database }: Setup): Promise<CpuReadings> {
  const stats = await host.redis.info('commandstats')
  const found: Record<string, number> = {}
  for (const [, name = '', calls] of stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm))
    found[`Redis ${name}`] = Number(calls)
  const rows = await query(
    database,
    "show global status where variable_name = 'Questions' or variable_name like 'Com\\_%'",
  )
  for (const row of rows) found[`MariaDB ${textOf(row, 'Variable_name')}`] = Number(textOf(row, 'Value'))
  return found
}
