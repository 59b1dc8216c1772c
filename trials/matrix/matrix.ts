/** `npm run matrix`: the suite, the demo, short storms and a bench on each pair of servers that Pagebeat is tried with. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type Given, runProgram } from '../../sandbox/command-line.ts'
import { findStore, type StoreName, StoreMissingError, stores } from '../../sandbox/servers/stores.ts'
import { formatLine, printTable } from '../report.ts'

const root = path.join(import.meta.dirname, '..', '..')

interface Pair {
  readonly redis: StoreName
  readonly database: StoreName
}

/** Each server once, beside the one that is its neighbour in a Debian release. */
const pairs: readonly Pair[] = [
  { redis: 'redis-7.0', database: 'mariadb-10.11' },
  { redis: 'redis-8.0', database: 'mariadb-11.8' },
  { redis: 'valkey-9.1', database: 'mysql-9.7' },
]

interface Step {
  readonly name: string
  readonly about: string
  readonly script: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The line of its output that says what came of it. */
  readonly says: RegExp
}

const steps: readonly Step[] = [
  {
    name: 'suite',
    about: 'every test',
    script: 'scripts/test.ts',
    args: ['test/**/*.test.ts'],
    says: /^\d+ passed, /,
  },
  {
    name: 'upgrade',
    about: "a database made with the template's own SQL, 16,000 rows in each of its tables",
    script: 'scripts/test.ts',
    args: ['test/db/migrations/upgrade.integration.test.ts', '--match=*keeps every value*'],
    env: { PAGEBEAT_TEST_UPGRADE_ROWS: '16000' },
    says: /^\d+ passed, /,
  },
  {
    name: 'start',
    about: 'npm start -- --once',
    script: 'sandbox/start.ts',
    args: ['--once'],
    says: /transcripts/,
  },
  {
    name: 'chaos',
    about: 'rows under kills',
    script: 'trials/chaos/chaos.ts',
    args: ['--short'],
    says: /^(NOT )?OK/,
  },
  {
    name: 'converse',
    about: 'replies under kills and faults',
    script: 'trials/converse/chaos.ts',
    args: ['--replies', '300'],
    says: /^(NOT )?OK/,
  },
  {
    name: 'bench',
    about: 'webhook to tables',
    script: 'trials/bench/bench.ts',
    args: ['--quick', '--only', 'b'],
    says: /events\/s|^b /,
  },
]

type Outcome = 'passed' | 'failed' | 'skipped'

await runProgram({
  script: 'matrix',
  about: `Runs each part on each pair of servers: ${pairs.map((pair) => nameOf(pair)).join(', ')}.
They are unpacked from Debian's packages under .cache. A server that cannot be fetched is skipped, and the table says why.`,
  options: {
    'pair <redis+database>': 'only this pair; any two names go together',
    'only <a,b>': `parts: ${steps.map(({ name, about }) => `${name} (${about})`).join(', ')}`,
  },
  run,
})

async function run(given: Given): Promise<number> {
  const chosen = choosePairs(given.text('pair'))
  const parts = chooseSteps(given.text('only'))
  const rows: string[][] = [['servers', ...parts.map(({ name }) => name)]]
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, skipped: 0 }
  for (const pair of chosen) {
    const missing = await findMissing(pair)
    const cells: string[] = []
    for (const step of parts) {
      if (missing !== undefined) {
        counts.skipped += 1
        cells.push('skipped')
        continue
      }
      console.log(`\n${nameOf(pair)}: ${step.name} …`)
      const { isGood, said } = await play(step, pair)
      counts[isGood ? 'passed' : 'failed'] += 1
      cells.push(isGood ? 'ok' : 'FAILED')
      console.log(formatLine([`${nameOf(pair)}: ${step.name}`, said]))
    }
    if (missing !== undefined) console.log(missing)
    rows.push([nameOf(pair), ...cells])
  }
  printTable(rows)
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  return counts.failed === 0 ? 0 : 1
}

function nameOf({ redis, database }: Pair): string {
  return `${redis}+${database}`
}

async function findMissing({ redis, database }: Pair): Promise<string | undefined> {
  for (const name of [redis, database]) {
    const missing = await findStore(name, console.log).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (missing instanceof StoreMissingError) return missing.message
    if (missing !== undefined) throw missing
  }
  return undefined
}

/** All of its output is printed. */
async function play(
  { script, args, env: own, says }: Step,
  { redis, database }: Pair,
): Promise<{ isGood: boolean; said: string }> {
  const { REDIS_URL: _, DATABASE_URL: __, ...inherited } = process.env
  const env = { ...inherited, PAGEBEAT_REDIS_SERVER: redis, PAGEBEAT_DATABASE_SERVER: database, ...own }
  const command = [path.join(root, 'scripts', 'boot.mjs'), script, ...args]
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = (): void => void child.kill('SIGTERM')
  process.once('exit', stop)
  let said = ''
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line)
    if (says.test(line)) said = line.trim()
  }
  const status =
    child.exitCode ??
    (await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1))))
  process.off('exit', stop)
  return { isGood: status === 0, said: said === '' ? `status ${status}` : said }
}

function choosePairs(given: string | undefined): readonly Pair[] {
  if (given === undefined) return pairs
  const names = given.split('+')
  const known = Object.keys(stores).filter((name): name is StoreName => Object.hasOwn(stores, name))
  const redis = known.find((name) => names.includes(name) && stores[name].kind === 'redis')
  const database = known.find((name) => names.includes(name) && stores[name].kind !== 'redis')
  if (redis === undefined || database === undefined || names.length !== 2)
    throw new Error(`--pair must be two of ${known.join(', ')}, joined by +`)
  return [{ redis, database }]
}

function chooseSteps(given: string | undefined): readonly Step[] {
  if (given === undefined) return steps
  return given.split(',').map((name) => {
    const found = steps.find((step) => step.name === name.trim())
    if (found === undefined) throw new Error(`--only: there is no part ${name}`)
    return found
  })
}
