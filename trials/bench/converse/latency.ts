/**
 * `npm run bench:converse`: from the POST of a webhook to the Send API call that answers it, both as the simulated Facebook sees
 * them, at a constant rate of messages from many people; and the processor time that each process uses for a message.
 * Exits with 1 when a message was not answered, or answered twice.
 */
import { cpus, loadavg } from 'node:os'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { untilStopped } from '../../../sandbox/stop-signal.ts'
import { createRandom } from '../../../sandbox/facebook/world/random.ts'
import { chatter, createWriters, inTurn, type Written } from '../../converse/chatter.ts'
import { query, textOf } from '../../../sandbox/facebook/ledger/found-rows.ts'
import { findTurns } from '../../converse/found-turns.ts'
import { openScene, type Scene } from '../../converse/scene.ts'
import { untilSettled } from '../../converse/settle.ts'
import { judge } from '../../converse/verdict.ts'
import { quantile, waitsOf } from '../../converse/waits.ts'
import { usualWaits } from '../../converse/worker-settings.ts'
import { cpuEach, cpuOf, cpuOfRedis, type CpuReadings, readProcessors, type ProcessorTimes } from '../cpu.ts'
import { whereTimeGoes } from '../../converse/stage-times.ts'

const promised = { p50Ms: 60, p99Ms: 250 }

const help = `npm run bench:converse -- [options]
  --rate <n>      messages a second (default 50)
  --seconds <n>   how long (default 20)
  --people <n>    who write them (default 500)
  --workers <n>   worker processes (default 1)
  --understand local | none   (default local)
  --smoke         a second or two: proves that it runs, figures mean nothing
  --help`

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const { values: given } = parseArgs({
  options: {
    rate: text,
    seconds: text,
    people: text,
    workers: text,
    understand: text,
    smoke: flag,
    help: flag,
  },
})
void untilStopped().then(() => process.exit(130))
if (given.help) console.log(help)
else process.exitCode = await run()
process.exit()

async function run(): Promise<number> {
  const perSecond = Number(given.rate ?? 50)
  const seconds = Number(given.seconds ?? (given.smoke ? 2 : 20))
  const workers = Number(given.workers ?? 1)
  const people = Number(given.people ?? (given.smoke ? 20 : 500))
  console.log(
    `${perSecond} messages a second of ${people} people for ${seconds} s, ${workers} worker(s), ` +
      `${cpus().length} cores, load average before ${(loadavg()[0] ?? 0).toFixed(1)}`,
  )
  const scene = await openScene({
    seed: 'bench',
    pages: 4,
    workers,
    concurrency: 16,
    waits: usualWaits,
    understand: given.understand === 'none' ? 'none' : 'local',
    say: console.log,
  })
  try {
    return await measure(scene, { perSecond, seconds, people })
  } finally {
    await scene.close()
  }
}

async function measure(
  scene: Scene,
  { perSecond, seconds, people }: { perSecond: number; seconds: number; people: number },
): Promise<number> {
  const { graph, database, pageIds } = scene
  const random = createRandom('bench people')
  const next = inTurn(createWriters(graph, { people, pageIds }), random)
  const write = async (messages: number): Promise<Written[]> =>
    await chatter({ graph, random, next, messages, perSecond, shuffleMs: 0, doubled: 0 })
  // Everybody is known, and every function compiled, as in a process that has run for a while.
  const before = await write(Math.max(people, perSecond * (given.smoke ? 1 : 5)))
  await untilSettled(scene, 60_000)
  const [cpuBefore, callsBefore] = [await readCpu(scene), await readCalls(scene)]
  const processorsBefore = readProcessors()
  const startedMs = performance.now()
  const written = await write(Math.round(perSecond * seconds))
  const wroteMs = performance.now() - startedMs
  const isSettled = await untilSettled(scene, 60_000)
  const used = cpuEach(cpuBefore, await readCpu(scene), written.length)
  const processors = readProcessors()
  const calls = cpuEach(callsBefore, await readCalls(scene), written.length)
  const waits = waitsOf(written, graph.ledger.seen)
  const verdict = judge({
    written: [...before, ...written],
    seen: graph.ledger.seen,
    turns: await findTurns(database),
  })
  const broken = Object.entries(verdict.broken).filter(([, examples]) => examples.length > 0)

  const [p50Ms, p99Ms] = [quantile(waits, 0.5), quantile(waits, 0.99)]
  console.log(`written at ${((1_000 * written.length) / wroteMs).toFixed(0)} a second`)
  for (const [name, ms, most] of [
    ['p50', p50Ms, promised.p50Ms],
    ['p99', p99Ms, promised.p99Ms],
  ] as const)
    console.log(`webhook to Send API, ${name}   ${ms} ms (at most ${most}): ${ms <= most ? 'ok' : 'MISSED'}`)
  if (!Number.isNaN(processors.all)) console.log(machineDuring(processorsBefore, processors))
  console.log('where the time goes, ms       p50    p99')
  for (const { name, p50, p99 } of await whereTimeGoes(database, { written, seen: graph.ledger.seen }))
    console.log(
      `  ${name.padEnd(24)} ${String(Math.round(p50)).padStart(6)} ${String(Math.round(p99)).padStart(6)}`,
    )
  console.log('processor time a message, µs')
  for (const [name, micros] of Object.entries(used))
    console.log(`  ${name.padEnd(24)} ${String(Math.round(micros)).padStart(6)}`)
  console.log('calls a message')
  for (const [name, count] of Object.entries(calls))
    if (count >= 0.05) console.log(`  ${name.padEnd(24)} ${count.toFixed(1).padStart(6)}`)
  for (const [breach, [example = '']] of broken) console.log(`NOT KEPT: ${breach}: ${example}`)
  return broken.length === 0 && isSettled && waits.length === written.length ? 0 : 1
}

/** Another tenant's work on the host looks like our own latency: the figure says how much of it there was. */
function machineDuring(before: ProcessorTimes, after: ProcessorTimes): string {
  const all = after.all - before.all
  const share = (ticks: number): string => `${((100 * ticks) / all).toFixed(1)} %`
  const busy = share(all - (after.idle - before.idle) - (after.stolen - before.stolen))
  return `the processors were ${busy} busy, and ${share(after.stolen - before.stolen)} of their time went to others on the host`
}

async function readCpu({ troupe, redis, servers, receiverPid }: Scene): Promise<CpuReadings> {
  const workers = troupe.working().reduce((sum, pid) => sum + cpuOf(pid), 0)
  return {
    receiver: cpuOf(receiverPid() ?? 0),
    workers,
    redis: await cpuOfRedis(redis),
    mariadb: cpuOf(servers.mariadb.pid ?? 0),
    'simulated Facebook': cpuOf(process.pid),
  }
}

/** How often Redis and MariaDB were called, by kind. */
async function readCalls({ redis, database }: Scene): Promise<CpuReadings> {
  const stats = await redis.info('commandstats')
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
