#!/usr/bin/env node
/**
 * The script runs on the pinned Node of node_modules, with the packages of the current package-lock.json,
 * whatever Node (18 or later) started this file: `node scripts/boot.mjs <script.ts> [arguments]`.
 * Plain JavaScript and no packages, because there may be none yet. Exits as the script does.
 */
import { spawn, spawnSync } from 'node:child_process'
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

const [script, ...args] = process.argv.slice(2)
if (script === undefined) fail('Usage: node scripts/boot.mjs <script.ts> [arguments]')
installPackages()
repairPinnedNode()
runScript()

function installPackages() {
  const lockText = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const lockHash = createHash('sha256').update(lockText).digest('hex')
  if (readIfThere(stamp) === lockHash) return
  if (!isInstalledFrom(JSON.parse(lockText))) {
    process.stderr.write('Installing packages with npm ci (half a minute the first time) …\n')
    const started = Date.now()
    const status = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
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
function repairPinnedNode() {
  if (existsSync(pinnedNode)) return
  process.stderr.write('Fetching the pinned Node, which npm did not install …\n')
  const folder = path.join(modules, 'node')
  const env = { ...process.env, npm_config_ignore_scripts: 'false', npm_config_loglevel: 'error' }
  spawnSync(hostNode(), ['installArchSpecificPackage.js'], { cwd: folder, env, stdio: 'inherit' })
  if (existsSync(pinnedNode)) return
  fail('The pinned Node is missing: npm was told not to run install scripts. Run: npm rebuild node')
}

function runScript() {
  // Compiled modules are kept, types stripped: the many short-lived processes of a trial start in half the time.
  const env = { NODE_COMPILE_CACHE: path.join(root, '.cache', 'compiled'), ...process.env }
  const file = path.resolve(root, script)
  const child = spawn(pinnedNode, [...nodeOptions(file), file, ...args], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forwardOnce(child, signal))
  child.on('error', (error) => fail(`The pinned Node did not start: ${error.message}`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100)
  })
}

/** Those of the script's first line, as if it had been started as a command. */
function nodeOptions(file) {
  const [firstLine] = readFileSync(file, 'utf8').split('\n', 1)
  return firstLine.startsWith('#!') ? firstLine.split(' ').filter((word) => word.startsWith('--')) : []
}

/**
 * A terminal's Ctrl-C reaches the child too, and npm sends us the signal once more. So the child gets one more
 * from us only if it is still there a while later, which is when somebody sent the signal to this process alone.
 */
function forwardOnce(child, signal) {
  let seen = false
  return () => {
    if (seen) return
    seen = true
    const delayMs = signal === 'SIGINT' && process.stdin.isTTY ? 2000 : 0
    setTimeout(() => child.kill(signal), delayMs).unref()
  }
}

/** Under npm, the Node that runs npm: our own may be the pinned one, which npm ci is about to replace. */
function hostNode() {
  const node = process.env.npm_node_execpath
  return node !== undefined && existsSync(node) ? node : process.execPath
}

function npm(npmArgs) {
  const cli = process.env.npm_execpath
  const known = cli !== undefined && /npm-cli\.c?js$/.test(cli)
  const shell = process.platform === 'win32' && !known
  const [command, first] = known ? [hostNode(), [cli]] : ['npm', []]
  return spawnSync(command, [...first, ...npmArgs], { cwd: root, stdio: ['ignore', 2, 2], shell }).status
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
