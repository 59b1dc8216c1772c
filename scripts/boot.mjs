#!/usr/bin/env node
/**
 * The script runs on the pinned Node of node_modules, with the packages of the current package-lock.json,
 * whatever Node (18 or later) started this file: `node scripts/boot.mjs <script.ts> [arguments]`.
 * Plain JavaScript and no packages, because there may be none yet. Exits as the script does.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const pinnedNode = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const stamp = path.join(modules, '.pagebeat-lock')

const parentPid = process.ppid
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** npm ci, later the script: signals to this process are sent on to it. */
let child
let stoppedBy

const [script, ...args] = process.argv.slice(2)
if (script === undefined) fail('Usage: node scripts/boot.mjs <script.ts> [arguments]')
for (const signal of signals) process.on(signal, forwardOnce(signal))
watchNpm()
await installPackages()
await repairPinnedNode()
await runScript()

async function installPackages() {
  const lockText = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const lockHash = createHash('sha256').update(lockText).digest('hex')
  if (readIfThere(stamp) === lockHash) return
  if (!isInstalledFrom(JSON.parse(lockText))) {
    process.stderr.write('Installing packages with npm ci (half a minute the first time) …\n')
    const started = Date.now()
    const status = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
    if (status !== 0) fail('npm ci failed: see above. Is the npm registry reachable?')
    process.stderr.write(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s\n`)
  }
  writeFileSync(stamp, lockHash)
}

/** After an `npm install` by hand the packages may be right though our stamp is old: npm's own record tells. */
function isInstalledFrom(lock) {
  const record = readIfThere(path.join(modules, '.package-lock.json'))
  if (record === undefined) return false
  const installed = JSON.parse(record).packages
  const wanted = Object.entries(lock.packages).filter(([place]) => place !== '')
  const all = wanted.every(([place, entry]) => {
    const there = installed[place]
    if (there === undefined) return entry.optional === true || entry.devOptional === true
    return there.version === entry.version && there.integrity === entry.integrity
  })
  return all && Object.keys(installed).every((place) => place in lock.packages)
}

/** Where npm was told not to run install scripts, the package `node` came without its binary. */
async function repairPinnedNode() {
  if (existsSync(pinnedNode)) return
  process.stderr.write('Fetching the pinned Node, which npm did not install …\n')
  const folder = path.join(modules, 'node')
  const env = { ...process.env, npm_config_ignore_scripts: 'false', npm_config_loglevel: 'error' }
  await run(hostNode(), ['installArchSpecificPackage.js'], { cwd: folder, env, stdio: 'inherit' })
  if (existsSync(pinnedNode)) return
  fail('The pinned Node is missing: npm was told not to run install scripts. Run: npm rebuild node')
}

async function runScript() {
  // Compiled modules are kept, types stripped: the many short-lived processes of a trial start in half the time.
  const env = { NODE_COMPILE_CACHE: path.join(root, '.cache', 'compiled'), ...process.env }
  const file = path.resolve(root, script)
  const { status, signal } = await run(pinnedNode, [...nodeOptions(file), file, ...args], {
    stdio: 'inherit',
    env,
  })
  if (signal !== null) endBy(signal)
  else process.exit(status ?? 1)
}

/** Ends this process as the signal ended the child, so that npm and the shell see the same. */
function endBy(signal) {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
  setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100)
}

/** How the program ended: its status, or the signal that ended it. */
async function run(command, commandArgs, options) {
  if (stoppedBy !== undefined) endBy(stoppedBy)
  child = spawn(command, commandArgs, options)
  const [status, signal] = await new Promise((resolve) => {
    child.on('error', (error) => fail(`${command} did not start: ${error.message}`))
    child.on('exit', (...how) => resolve(how))
  })
  return { status, signal }
}

/** Those of the script's first line, as if it had been started as a command. */
function nodeOptions(file) {
  const [firstLine] = readFileSync(file, 'utf8').split('\n', 1)
  return firstLine.startsWith('#!') ? firstLine.split(' ').filter((word) => word.startsWith('--')) : []
}

/**
 * Sends the first signal of each kind on to the child. Ctrl-C in a terminal reaches the child too, and npm sends it to
 * this process once more. So the child gets a Ctrl-C from here only if it still runs two seconds later.
 */
function forwardOnce(signal) {
  let seen = false
  return () => {
    if (seen) return
    seen = true
    stoppedBy ??= signal
    const delayMs = signal === 'SIGINT' && process.stdin.isTTY ? 2000 : 0
    setTimeout(() => child?.kill(signal), delayMs).unref()
  }
}

/** npm forwards SIGINT and SIGTERM. When npm ends in another way, this process gets another parent. */
function watchNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const watch = setInterval(() => {
    if (process.ppid === parentPid) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

/** Under npm, the Node that runs npm: our own may be the pinned one, which npm ci is about to replace. */
function hostNode() {
  const node = process.env.npm_node_execpath
  return node !== undefined && existsSync(node) ? node : process.execPath
}

async function npm(npmArgs) {
  const cli = process.env.npm_execpath
  const known = cli !== undefined && /npm-cli\.c?js$/.test(cli)
  const shell = process.platform === 'win32' && !known
  const [command, first] = known ? [hostNode(), [cli]] : ['npm', []]
  const { status } = await run(command, [...first, ...npmArgs], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell,
  })
  if (stoppedBy !== undefined) endBy(stoppedBy)
  return status
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
