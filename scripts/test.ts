/**
 * `npm test`: the whole suite against real servers. Starts them (or takes those of REDIS_URL and DATABASE_URL), checks
 * types, lint and format, runs every test, and exits with 0 only if all of it passed. With arguments
 * (`npm test -- test/x.test.ts`) only ava runs, with these. The last line is `<N> passed, <M> failed`.
 *
 * What runs while a server of ours crashes proves nothing, either way: the tests start over, once.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { startServers } from '../sandbox/servers/start-servers.ts'
import { untilStopped } from '../sandbox/stop-signal.ts'
import { createTapReader } from './tap-reader.ts'

const root = path.join(import.meta.dirname, '..')
const bin = path.join(root, 'node_modules', '.bin')
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const avaArgs = process.argv.slice(2)
const silentFailure = '  ✖ ava failed without naming a test: a test file timed out or crashed'
/** The suite takes 5 minutes on two calm cores. What takes this long hangs. */
const mostTestMinutes = 25
const mostRuns = 2
const failed: string[] = []
let step: ChildProcess | undefined
let stopping = false
let testsRun = false
let crash: { readonly title: string; readonly back: Promise<void> } | undefined

void stopWhenAsked()
const servers = await startServers({ log: console.log, onCrash: startTestsOver })
const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
  REDIS_URL: servers.redisUrl,
  DATABASE_URL: servers.databaseUrl,
}
if (avaArgs.length === 0) {
  await runStep('types', (name) => runScript(name))
  await runStep('lint', (name) => runScript(name))
  await runStep('format:check', (name) => runScript(name))
}
let tap = createTapReader(console.log)
testsRun = true
await runStep('tests', () => runTests())
await servers.stop()
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`)
console.log(`${tap.passed} passed, ${tap.failed} failed`)
process.exit(failed.length === 0 ? 0 : 1)

async function runStep(name: string, run: (name: string) => Promise<boolean>): Promise<void> {
  if (stopping) return
  const started = Date.now()
  if (name === 'tests') console.log('tests …')
  const passed = await run(name)
  if (!passed) failed.push(name)
  console.log(`${name} … ${passed ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}

/** The script of package.json, without npm's own start-up time. */
function runScript(name: string): Promise<boolean> {
  return ended(
    spawn(String(scripts[name]), { cwd: root, env, shell: true, stdio: ['ignore', 'inherit', 'inherit'] }),
  )
}

async function runTests(): Promise<boolean> {
  for (let run = 1; ; run++) {
    const passed = await runAva()
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

async function runAva(): Promise<boolean> {
  const command = [path.join(bin, 'ava'), '--tap', ...avaArgs]
  const ava = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: ava.stdout }).on('line', (line) => tap.read(line))
  const limit = setTimeout(() => {
    console.log(`  ✖ the tests have not ended after ${mostTestMinutes} minutes: they are stopped`)
    ava.kill('SIGTERM')
  }, mostTestMinutes * 60_000)
  const passed = await ended(ava)
  clearTimeout(limit)
  if (!passed && tap.failed === 0 && !stopping && crash === undefined) console.log(silentFailure)
  return passed && tap.failed === 0 && tap.passed > 0
}

/** What was checked before the tests needs no server. */
function startTestsOver(title: string, back: Promise<void>): void {
  if (!testsRun) return
  crash = { title, back }
  step?.kill('SIGTERM')
}

/** True when the step ended with status 0 and all of its output has been read. */
async function ended(child: ChildProcess): Promise<boolean> {
  step = child
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  child.on('error', reject)
  child.on('close', (code) => resolve(code === 0))
  return promise
}

/** The servers end with this process in any case; here the step ends first, and the exit says that we were stopped. */
async function stopWhenAsked(): Promise<void> {
  const signal = await untilStopped()
  stopping = true
  failed.push(`stopped by ${signal}`)
  step?.kill('SIGTERM')
}
