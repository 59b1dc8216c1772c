/** `npm run bench`: measures against baselines in the same run; see README.md. Exits with 1 when an event was lost. */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { workerConnection } from '../../queues/connection.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { untilStopped } from '../../sandbox/stop-signal.ts'
import { benchAcks } from './ack.ts'
import type { Bench, Counted, DetailTable } from './bench-context.ts'
import { benchGrowth } from './growth.ts'
import { benchLatency } from './latency.ts'
import { startLoad } from './load.ts'
import { describeMachine, machineLine } from '../machine.ts'
import { writeResultFile } from '../result-file.ts'
import { figuresOf, printResult } from './report.ts'
import { sizes } from './sizes.ts'
import { benchTables } from './tables.ts'
import type { Finding } from './verdict.ts'

const parts = { a: benchAcks, b: benchTables, c: benchLatency, d: benchGrowth } as const
type Part = keyof typeof parts

const help = `npm run bench -- [options]
  --only a,b      parts: a acks, b webhook to tables, c latency, d growth of the database (default: all, under 8 minutes)
  --quick         fewer and shorter rounds (under 2 minutes); figures for a first look
  --smoke         a second of each: proves that it runs, figures mean nothing
  --rounds <n>    other number of rounds
  --cpu-prof <d>  also write a CPU profile of the receiver and the worker to folder <d>
  --save          write the figures to docs/figures/bench.json
  --help`

const { values: given } = parseArgs({
  options: {
    only: { type: 'string', default: 'a,b,c,d' },
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    'cpu-prof': { type: 'string' },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (given.help) console.log(help)
else process.exitCode = await run(given.only.split(',').map(toPart))
process.exit()

async function run(chosen: readonly Part[]): Promise<number> {
  const size = given.smoke ? 'smoke' : given.quick ? 'quick' : 'full'
  const started = Date.now()
  void untilStopped().then(() => process.exit(130))
  // A rewrite of the AOF halfway would hit whoever is being measured.
  const servers = await startServers({ log: console.log, redisArgs: ['--auto-aof-rewrite-percentage', '0'] })
  const redis = workerConnection(servers.redisUrl)
  const load = startLoad()
  const tables: DetailTable[] = []
  const profile = given['cpu-prof'] === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', given['cpu-prof']]
  const bench: Bench = {
    name: `pagebeat_test_bench_${randomBytes(4).toString('hex')}`,
    servers,
    redis,
    load,
    sizes: withRounds(sizes[size], given.rounds),
    receiverArgs: profile,
    workerArgs: profile,
    say: console.log,
    count: requireAll,
    tables,
  }
  const machine = await describeMachine({ redis, databaseUrl: servers.databaseUrl })
  console.log(machineLine(machine))
  const findings: Finding[] = []
  let failure: unknown
  for (const part of chosen) {
    try {
      findings.push(...(await parts[part](bench)))
    } catch (error) {
      failure = error
      console.error(`(${part}) FAILED: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const seconds = Math.round((Date.now() - started) / 1000)
  printResult({ findings, tables, seconds })
  if (given.save && failure === undefined)
    console.log(
      `written to ${writeResultFile({ name: 'bench', script: 'bench', machine, figures: figuresOf({ findings, tables }) })}`,
    )
  load.close()
  redis.disconnect()
  await servers.stop()
  return failure === undefined ? 0 : 1
}

function requireAll({ what, acked, stored, refused = {} }: Counted): void {
  const unsure = Object.values(refused).reduce((sum, count) => sum + count, 0)
  if (unsure > 0) console.log(`    ${what}: answers that were not 200, by status: ${JSON.stringify(refused)}`)
  if (stored < acked || stored > acked + unsure) throw new Error(`${what}: ${acked} acked, ${stored} stored`)
}

function withRounds(size: Bench['sizes'], rounds: string | undefined): Bench['sizes'] {
  if (rounds === undefined) return size
  const changed = { rounds: Number(rounds) }
  return {
    ...size,
    acks: { ...size.acks, ...changed },
    tables: { ...size.tables, ...changed },
    growth: { ...size.growth, ...changed },
  }
}

function toPart(text: string): Part {
  if (text in parts) return text as Part
  console.error(`--only: there is no part ${text}\n${help}`)
  process.exit(64)
}
