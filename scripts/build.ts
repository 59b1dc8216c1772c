/**
 * `npm run build [-- <folder>]`: makes the package in `dist/`, or in the folder. It holds the command line as JavaScript in a few
 * files, and what it reads: migrations, Lua scripts, example storyboards, the schema of storyboards, the page of the console. No
 * sandbox, no trials, no scripts, no tests. `npm pack ./dist` makes the tarball.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { buildConsole } from './build-console.ts'
import { bundleProgram, thirdParty, unbundled } from './bundle.ts'
import { type LockFile, toShrinkwrap } from './shrinkwrap.ts'

const root = path.join(import.meta.dirname, '..')
const folders = ['bin', 'console/api', 'console/server', 'queues', 'src', 'workers']
const copies = [
  'sql',
  'storyboards',
  'docs/reference/storyboard.schema.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
]

const target = path.resolve(process.argv[2] ?? path.join(root, 'dist'))
empty(target)
const bundled = await bundleProgram(target)
writeFileSync(path.join(target, 'THIRD-PARTY.txt'), thirdParty(bundled))
for (const folder of folders) copyFilesBesideCode(folder)
await buildConsole(path.join(target, 'console', 'site'))
for (const file of copies) copy(file)
describe()
chmodSync(path.join(target, 'bin', 'pagebeat.js'), 0o755)
console.log(`built ${path.relative(process.cwd(), target) || '.'}`)

/** Removes an earlier build and nothing else. */
function empty(folder: string): void {
  const isBuild = existsSync(path.join(folder, 'bin', 'pagebeat.js'))
  if (existsSync(folder) && !isBuild && readdirSync(folder).length > 0)
    throw new Error(`${folder} holds something else than a build: remove it, or name another folder`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

/** For example a Lua script, which its code reads by `new URL('./x.lua', import.meta.url)`. */
function copyFilesBesideCode(folder: string): void {
  for (const file of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
    if (file.isFile() && !file.name.endsWith('.ts'))
      copy(path.relative(root, path.join(file.parentPath, file.name)))
  }
}

function copy(file: string): void {
  cpSync(path.join(root, file), path.join(target, file), { recursive: true })
}

function describe(): void {
  const { name, version, description, license, type, dependencies, devDependencies } =
    readJson('package.json')
  const lock: LockFile = readJson('package-lock.json')
  const [major] = String(devDependencies.node).split('.')
  const about = {
    name,
    version,
    description,
    license,
    type,
    engines: { node: `>=${major}` },
    bin: { pagebeat: 'bin/pagebeat.js' },
    ...needed(dependencies, lock),
  }
  write('package.json', about)
  write('npm-shrinkwrap.json', toShrinkwrap(lock, about))
}

/** The packages that are not in the bundle: those that Pagebeat names, and compiled code that it can do without. */
function needed(dependencies: Readonly<Record<string, string>>, lock: LockFile) {
  const versions = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, versionIn(lock, name)]))
  return {
    dependencies: versions(unbundled.filter((name) => name in dependencies)),
    optionalDependencies: versions(unbundled.filter((name) => !(name in dependencies))),
  }
}

function versionIn(lock: LockFile, name: string): string {
  const version = lock.packages[`node_modules/${name}`]?.version
  if (version === undefined) throw new Error(`package-lock.json has no ${name}: run npm install`)
  return version
}

function readJson(file: string) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'))
}

function write(file: string, value: object): void {
  writeFileSync(path.join(target, file), `${JSON.stringify(value, null, 2)}\n`)
}
