import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { keepFetched } from './fetched-program.ts'
import { wrapProgram, writeSources } from './debian-release.ts'
import { findExecutable } from './find-executable.ts'
import { cacheFolder, createDraftFolder } from './run-folder.ts'

const run = promisify(execFile)

export type Env = Readonly<Record<string, string>>

export interface DebianProgram {
  /** As people know it: `Redis`. */
  readonly title: string
  /** The folder's name under `.cache/servers`. */
  readonly name: string
  readonly packages: readonly string[]
  /** Its path in the packages: `usr/bin/redis-server`. It knows the option `--version`. */
  readonly program: string
  /** What `--version` must print. */
  readonly version?: RegExp
  /** A Debian release other than the machine's own. Its programs run with the C library that they came with. */
  readonly suite?: string
  /** What else of such a release is run. */
  readonly tools?: readonly string[]
  readonly log: (line: string) => void
}

/**
 * An unpacked tree, its program, and the environment that the program needs to find the libraries that came with it.
 */
export interface Unpacked {
  readonly folder: string
  readonly file: string
  readonly env: Env
}

export function canUnpackDebian(): boolean {
  return findExecutable('apt-get') !== undefined && findExecutable('dpkg') !== undefined
}

/**
 * The packages, and the libraries that this machine lacks, are unpacked under `.cache/servers`. From the second call on
 * it needs no apt and no network. Nothing is installed and no root is needed: apt works on a state of its own.
 * Throws an Error that says why when no program that starts comes of it.
 */
export async function unpackDebian(wanted: DebianProgram): Promise<Unpacked> {
  const { title, name, packages, program, version, suite, tools = [], log } = wanted
  const folder = path.join(cacheFolder, 'servers', `${name}-${suite ?? distribution()}`)
  const envOf = (root: string): Env => (suite === undefined ? libraryPath(root) : {})
  const tryOut = async (root: string): Promise<void> => {
    if (!existsSync(path.join(root, program)))
      throw new Error(`${packages.join(', ')}: apt brought no ${program}`)
    if (suite !== undefined) for (const each of [program, ...tools]) wrapProgram(root, each)
    const { stdout } = await run(path.join(root, program), ['--version'], {
      env: { ...process.env, ...envOf(root) },
      timeout: 30_000,
    })
    if (version?.test(stdout) === false) throw new Error(`Debian ${suite} has ${stdout.trim()}`)
  }
  const fetch = (root: string): Promise<void> => {
    log(`Downloading ${title} from the Debian packages (once) …`)
    return download(packages, suite, root, tryOut)
  }
  await keepFetched({ title, folder, fetch, tryOut, log })
  return { folder, file: path.join(folder, program), env: envOf(folder) }
}

interface AptState {
  readonly draft: string
  readonly lists: string
  readonly status: string
  /** A list of package sources instead of the machine's own. */
  readonly sources?: string
}

/**
 * First what the machine lacks by its own lists and its own record of installed packages. Lists may be missing or
 * outdated: then by lists of our own. The record may be wrong, for example in an image from which files were deleted:
 * then everything that the packages depend on. Of another release, everything from the start.
 */
async function download(
  packages: readonly string[],
  suite: string | undefined,
  root: string,
  tryOut: (root: string) => Promise<void>,
): Promise<void> {
  const draft = createDraftFolder()
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(path.join(draft, folder), { recursive: true })
  const empty = path.join(draft, 'status')
  writeFileSync(empty, '')
  const lists = path.join(draft, 'lists')
  const attempts: readonly AptState[] =
    suite === undefined
      ? [
          { draft, lists: '/var/lib/apt/lists', status: '/var/lib/dpkg/status' },
          { draft, lists, status: '/var/lib/dpkg/status' },
          { draft, lists, status: empty },
        ]
      : [{ draft, lists, status: empty, sources: writeSources(draft, suite) }]
  const reasons: unknown[] = []
  let updated = false
  try {
    for (const state of attempts) {
      try {
        if (state.lists === lists && !updated) await apt(['update'], state)
        updated ||= state.lists === lists
        await apt(
          ['--reinstall', '-y', '--no-install-recommends', '--download-only', 'install', ...packages],
          state,
        )
        await unpack(draft, root, suite === undefined ? 'own C library' : 'all')
        return await tryOut(root)
      } catch (error) {
        reasons.push(error)
      }
    }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  throw reasons.at(-1)
}

/** As root, apt downloads as the user _apt, who may not write here. So root is made its sandbox user. */
async function apt(args: readonly string[], { draft, lists, status, sources }: AptState): Promise<void> {
  const settings = {
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '2',
    'Dir::State': draft,
    'Dir::State::lists': lists,
    'Dir::State::status': status,
    'Dir::Cache': path.join(draft, 'cache'),
    ...(sources === undefined ? {} : { 'Dir::Etc::sourcelist': sources, 'Dir::Etc::sourceparts': '-' }),
  }
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  await run('apt-get', ['-q', ...options, ...args], { env, maxBuffer: 2 ** 24, timeout: 600_000 })
}

/** For packages of the machine's own release the C library is the machine's own, which its loader fits. */
async function unpack(draft: string, root: string, what: 'own C library' | 'all'): Promise<void> {
  const archives = path.join(draft, 'cache', 'archives')
  const files = readdirSync(archives).filter(
    (file) => file.endsWith('.deb') && (what === 'all' || !file.startsWith('libc6_')),
  )
  for (const file of files) await run('dpkg', ['-x', path.join(archives, file), root])
}

/** Some packages keep private libraries in a folder of their own, which they name by an absolute path. */
const privateFolders = ['pulseaudio', 'systemd']

function libraryPath(root: string): Env {
  const folders = ['usr/lib', 'lib'].flatMap((lib) => {
    const parent = path.join(root, lib)
    const names = existsSync(parent) ? readdirSync(parent) : []
    return names.filter((name) => name.includes('-linux-')).map((name) => path.join(parent, name))
  })
  const inner = folders.flatMap((folder) => privateFolders.map((name) => path.join(folder, name)))
  const inherited = process.env['LD_LIBRARY_PATH']
  const all = [...folders, ...inner.filter((folder) => existsSync(folder)), ...(inherited ? [inherited] : [])]
  return { LD_LIBRARY_PATH: all.join(':') }
}

function distribution(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const field = (key: string) => new RegExp(`^${key}="?([\\w.]+)`, 'm').exec(release)?.[1] ?? 'unknown'
  return `${field('ID')}-${field('VERSION_ID')}-${process.arch}`
}
