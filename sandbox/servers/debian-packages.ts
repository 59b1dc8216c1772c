import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { findExecutable } from './find-executable.ts'
import { cacheFolder, createDraftFolder } from './run-folder.ts'

const run = promisify(execFile)

export type Env = Readonly<Record<string, string>>

/** An unpacked tree, and the environment its programs need to find the libraries that came with them. */
export interface Unpacked {
  readonly folder: string
  readonly env: Env
}

export function canUnpackDebian(): boolean {
  return findExecutable('apt-get') !== undefined && findExecutable('dpkg') !== undefined
}

/**
 * The packages, and those of their dependencies that this machine lacks, are unpacked under `.cache/servers`; from the
 * second call on without apt or network. Nothing is installed and no root is needed: apt works on a state of its own.
 */
export async function unpackDebian(
  name: string,
  packages: readonly string[],
  log: (line: string) => void,
): Promise<Unpacked> {
  const folder = path.join(cacheFolder, 'servers', `${name}-${distribution()}`)
  if (!existsSync(folder)) {
    const started = Date.now()
    log(`Downloading ${name} from the Debian packages (once) …`)
    const draft = createDraftFolder()
    try {
      await download(packages, draft)
      await unpack(draft)
      adopt(path.join(draft, 'root'), folder)
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
    log(`Downloaded ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  }
  return { folder, env: libraryPath(folder) }
}

/** The lists of the machine first; where they are missing or outdated, lists of our own. */
async function download(packages: readonly string[], draft: string): Promise<void> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'root'])
    mkdirSync(path.join(draft, folder), { recursive: true })
  const install = ['-y', '--no-install-recommends', '--download-only', 'install', ...packages]
  try {
    await apt(install, draft, '/var/lib/apt/lists')
  } catch {
    const lists = path.join(draft, 'lists')
    await apt(['update'], draft, lists)
    await apt(install, draft, lists)
  }
}

/** As root apt would download as the user _apt, who may not write here: the sandbox user is root itself. */
async function apt(args: readonly string[], draft: string, lists: string): Promise<void> {
  const settings = {
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '2',
    'Dir::State': draft,
    'Dir::State::lists': lists,
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': path.join(draft, 'cache'),
  }
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  await run('apt-get', ['-q', ...options, ...args], { env, maxBuffer: 2 ** 24 })
}

async function unpack(draft: string): Promise<void> {
  const archives = path.join(draft, 'cache', 'archives')
  const files = readdirSync(archives).filter((file) => file.endsWith('.deb'))
  for (const file of files) await run('dpkg', ['-x', path.join(archives, file), path.join(draft, 'root')])
}

/** A rename, so that the folder is complete whenever it exists; another process may have been quicker. */
function adopt(draft: string, folder: string): void {
  mkdirSync(path.dirname(folder), { recursive: true })
  try {
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}

function libraryPath(folder: string): Env {
  const folders = ['usr/lib', 'lib'].flatMap((lib) => {
    const parent = path.join(folder, lib)
    const names = existsSync(parent) ? readdirSync(parent) : []
    return names.filter((name) => name.includes('-linux-')).map((name) => path.join(parent, name))
  })
  const inherited = process.env['LD_LIBRARY_PATH']
  return { LD_LIBRARY_PATH: [...folders, ...(inherited ? [inherited] : [])].join(':') }
}

function distribution(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const field = (key: string) => new RegExp(`^${key}="?([\\w.]+)`, 'm').exec(release)?.[1] ?? 'unknown'
  return `${field('ID')}-${field('VERSION_ID')}-${process.arch}`
}
