/**
 * `npm test`: the whole suite against real servers and in a real browser. Starts the servers (or takes those of
 * REDIS_URL and DATABASE_URL), checks types, lint and format, builds the package, and runs every test, with Pagebeat
 * from the package. Exits with 0 only if all of it passed and no test was skipped. With arguments
 * (`npm test -- test/x.test.ts`) only ava runs, with these, and commands from their source. The last line is
 * `<N> passed, <N> failed, <N> skipped`.
 *
 * A test that runs while one of our servers crashes proves nothing. The tests then start over, once.
 *
 * The tests of tables run again on MySQL. Where that cannot be fetched, the last line says so and counts it
 * as skipped: the only skip that passes.
 */
import type { SpawnOptions } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { findBrowser } from '../sandbox/browser/find-browser.ts'
import { keepBuilt, programOf } from '../sandbox/built-pagebeat.ts'
import { cacheFolder, createDraftFolder } from '../sandbox/servers/run-folder.ts'
import { startServers } from '../sandbox/servers/start-servers.ts'
import { StoreMissingError, stores } from '../sandbox/servers/stores.ts'
import { untilStopped } from '../sandbox/stop-signal.ts'
import { type ProcessGroup, startGroup } from './process-group.ts'
import { runAva } from './run-ava.ts'
import { createTapReader, type TapReader } from './tap-reader.ts'
import { committedTree, recordTested } from './tested-tree.ts'

const root = path.join(import.meta.dirname, '..')
const bin = path.join(root, 'node_modules', '.bin')
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const avaArgs = process.argv.slice(2)
const mostRuns = 2
const mysql = 'mysql-9.7'
/** Of each failure, in the list at the end. */
const mostLines = 60
/** They talk to the database. */
const databaseTests = [
  ...['db', 'sql'].map((folder) => `test/${folder}/**/*.integration.test.ts`),
  'test/helpers/migrated-tables.integration.test.ts',
  'test/docs/queries.integration.test.ts',
]
const failed: string[] = []
/** What each failed step before the tests printed. */
const printed = new Map<string, string>()
let step: ProcessGroup | undefined
let stopping = false
let testsRun = false
let crash: { readonly title: string; readonly back: Promise<void> } | undefined

/** Of the files that are about to be tested; `npm run release` asks whether they passed. */
const tree = avaArgs.length === 0 ? committedTree(root) : undefined
void stopWhenAsked()
const servers = await startServers({ log: console.log, onCrash: startTestsOver }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
  REDIS_URL: servers.redisUrl,
  DATABASE_URL: servers.databaseUrl,
  TEST_SPARE_DATABASES: String(servers.databaseUrl !== process.env['DATABASE_URL']),
}
if (avaArgs.length === 0) {
  const browser = findBrowser(console.log)
  for (const name of ['types', 'lint', 'format:check']) await runStep(name, () => runScript(name))
  await runStep('build', () => buildPackage())
  await runStep('browser', () => browser.then(() => true))
}
let tap = createTapReader(console.log)
testsRun = true
await runStep('tests', () => runTests())
await servers.stop()
const onMysql = avaArgs.length === 0 && !stopping ? await testOnMysql() : undefined
if (tap.skipped > 0) failed.push('tests were skipped')
if (failed.length === 0 && tree !== undefined && tree === committedTree(root)) recordTested(root, tree)
for (const [name, text] of printed) console.log(`\nFailed: ${name}\n${text}`)
if (avaArgs.length === 0) printFailures('Failed', tap)
if (onMysql !== undefined) printFailures(`Failed on ${stores[mysql].title}`, onMysql)
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`)
printSums()
process.exit(failed.length === 0 ? 0 : 1)

function printFailures(title: string, { failures }: Pick<TapReader, 'failures'>): void {
  for (const lines of failures) console.log(`\n${title}:\n${lines.slice(0, mostLines).join('\n')}\n`)
}

/** The last line. Each other step that failed counts as a failure, too. */
function printSums(): void {
  const otherSteps = failed.filter((name) => !name.startsWith('tests')).length
  const sums = (['passed', 'failed', 'skipped'] as const).map((kind) => {
    const sum = tap[kind] + (onMysql?.[kind] ?? 0) + (kind === 'failed' ? otherSteps : 0)
    return `${sum} ${kind}`
  })
  const missing = onMysql?.missing === undefined ? '' : ` (${onMysql.missing})`
  console.log(`${sums.join(', ')}${missing}`)
}

async function runStep(name: string, run: () => Promise<boolean>): Promise<void> {
  if (stopping) return
  const [started, before] = [Date.now(), readProcessors()]
  if (name.startsWith('tests')) console.log(`${name} …`)
  const passed = await run().catch((error: unknown) => {
    console.log(error instanceof Error ? error.message : String(error))
    return false
  })
  if (!passed) failed.push(name)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${name} … ${passed ? 'ok' : 'FAILED'} (${seconds} s, processors ${busySince(before)} % busy)`)
}

/** A run that is too long waits, or works. Other programs on the machine count, too. */
function busySince(before: ProcessorTimes): number {
  const now = readProcessors()
  return Math.round(100 * (1 - (now.idle - before.idle) / (now.all - before.all)))
}

/** Of all processors together, ms. */
interface ProcessorTimes {
  readonly all: number
  readonly idle: number
}

function readProcessors(): ProcessorTimes {
  const times = cpus().map((cpu) => cpu.times)
  const sum = (each: (time: (typeof times)[number]) => number): number =>
    times.reduce((total, time) => total + each(time), 0)
  return {
    all: sum(({ user, nice, sys, irq, idle }) => user + nice + sys + irq + idle),
    idle: sum(({ idle }) => idle),
  }
}

/** The tests run Pagebeat as operators get it. */
async function buildPackage(): Promise<boolean> {
  const folder = createDraftFolder()
  const draft = path.join(folder, 'package')
  const build = [path.join(root, 'scripts', 'build.ts'), draft]
  const isBuilt = await runProgram('build', process.execPath, build, { stdio: ['ignore', 'ignore', 'pipe'] })
  if (!isBuilt) return false
  const built = keepBuilt(draft, path.join(cacheFolder, 'built'))
  rmSync(folder, { recursive: true })
  env['TEST_PAGEBEAT'] = programOf(built)
  return true
}

/** The script of package.json, without npm's own start-up time. */
function runScript(name: string): Promise<boolean> {
  return runProgram(name, String(scripts[name]), [], { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Its output is printed at once, and again at the end if it fails: much is printed in between. */
async function runProgram(
  name: string,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<boolean> {
  const group = startGroup(command, args, { cwd: root, env, ...options })
  step = group
  let text = ''
  for (const stream of [group.child.stdout, group.child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      process.stdout.write(chunk)
      text += chunk
    })
  const passed = await group.ended
  if (!passed) printed.set(name, text)
  return passed
}

async function runTests(): Promise<boolean> {
  for (let run = 1; ; run++) {
    const tests = runAva({ args: avaArgs, env, tap, log: console.log })
    step = tests.group
    const passed = await tests.passed
    if (crash === undefined || stopping) return passed
    console.log(
      `${crash.title} crashed while the tests ran${run < mostRuns ? ': they start over' : ' again'}`,
    )
    if (run === mostRuns) return false
    await crash.back
    crash = undefined
    tap = createTapReader(console.log)
  }
}

/** The steps before the tests need no server. */
function startTestsOver(title: string, back: Promise<void>): void {
  if (!testsRun) return
  crash = { title, back }
  step?.stop()
}

interface MysqlRun extends Pick<TapReader, 'passed' | 'failed' | 'skipped' | 'failures'> {
  readonly missing?: string
}

async function testOnMysql(): Promise<MysqlRun> {
  const { title } = stores[mysql]
  const own = await startServers({ log: console.log, databaseServer: mysql }).catch((error: unknown) => {
    if (!(error instanceof StoreMissingError)) throw error
    console.log(error.message)
  })
  if (own === undefined)
    return { passed: 0, failed: 0, skipped: 1, failures: [], missing: `${title} could not be fetched` }
  const again = createTapReader(console.log)
  const urls = { REDIS_URL: own.redisUrl, DATABASE_URL: own.databaseUrl, TEST_SPARE_DATABASES: 'true' }
  await runStep(`tests on ${title}`, () => {
    const tests = runAva({ args: databaseTests, env: { ...env, ...urls }, tap: again, log: console.log })
    step = tests.group
    return tests.passed
  })
  await own.stop()
  if (again.skipped > 0) failed.push(`tests on ${title} were skipped`)
  return again
}

/** The servers end with this process in any case. The step ends first, and the exit status says that it was stopped. */
async function stopWhenAsked(): Promise<void> {
  const signal = await untilStopped()
  stopping = true
  failed.push(`stopped by ${signal}`)
  step?.stop()
}
