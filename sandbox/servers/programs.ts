import { execFile } from 'node:child_process'
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { canUnpackDebian, type Env, unpackDebian } from './debian-packages.ts'
import { findExecutable } from './find-executable.ts'

const run = promisify(execFile)

export type ServerName = 'redis' | 'mariadb'

/** Where a server's program comes from. `prefix`: the folder that holds its bin, sbin and share folders. */
export type Program =
  | { readonly from: 'path' | 'debian'; readonly file: string; readonly prefix: string; readonly env: Env }
  | { readonly from: 'docker'; readonly image: string }

const executables = { redis: 'redis-server', mariadb: 'mariadbd' } as const
const images = { redis: 'redis:7.4.2', mariadb: 'mariadb:10.11.11' } as const
const titles = { redis: 'Redis', mariadb: 'MariaDB' } as const
const debianPrograms = { redis: 'usr/bin/redis-server', mariadb: 'usr/sbin/mariadbd' } as const
const packages = { redis: ['redis-server'], mariadb: ['mariadb-server-core', 'mariadb-client-core'] } as const

/**
 * The server's program, from the first of: the PATH, a running Docker engine, Debian packages unpacked under `.cache`
 * (nothing is installed). Throws an Error that says what to install when none of them works.
 */
export async function findProgram(name: ServerName, log: (line: string) => void): Promise<Program> {
  return findOnPath(name) ?? (await findInDocker(name, log)) ?? (await findInDebian(name, log))
}

/** Files that the container writes into our folders then belong to us. */
export function dockerUser(): string[] {
  return process.getuid === undefined ? [] : ['--user', `${process.getuid()}:${process.getgid?.() ?? 0}`]
}

function findOnPath(name: ServerName): Program | undefined {
  const file = findExecutable(executables[name])
  if (file === undefined) return undefined
  return { from: 'path', file, prefix: path.dirname(path.dirname(realpathSync(file))), env: {} }
}

async function findInDocker(name: ServerName, log: (line: string) => void): Promise<Program | undefined> {
  if (findExecutable('docker') === undefined) return undefined
  const image = images[name]
  const engine = await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5000 }).catch(
    () => undefined,
  )
  if (engine === undefined) return undefined
  const known = await run('docker', ['image', 'inspect', image], { timeout: 10_000 }).catch(() => undefined)
  if (known !== undefined) return { from: 'docker', image }
  log(`Downloading ${image} with Docker (once) …`)
  const pulled = await run('docker', ['pull', '--quiet', image], { timeout: 600_000 }).catch(() => undefined)
  if (pulled === undefined) log(`Docker could not download ${image}: trying the next source`)
  return pulled && { from: 'docker', image }
}

async function findInDebian(name: ServerName, log: (line: string) => void): Promise<Program> {
  if (!canUnpackDebian()) throw new NoServerError(howToInstall(name))
  const wanted = { name, title: titles[name], packages: packages[name], program: debianPrograms[name], log }
  const { folder, file, env } = await unpackDebian(wanted).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause)
    throw new NoServerError(`${howToInstall(name)}\nWhy the Debian packages did not help: ${reason}`, {
      cause,
    })
  })
  return { from: 'debian', file, prefix: path.join(folder, 'usr'), env }
}

/** Its message says what to install; a stack would tell an operator nothing. */
class NoServerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.stack = message
  }
}

function howToInstall(name: ServerName): string {
  const variable = name === 'redis' ? 'REDIS_URL' : 'DATABASE_URL'
  return [
    `No ${executables[name]} found: not on the PATH, no running Docker engine, no Debian packages.`,
    'Do one of these and start again:',
    '  Debian, Ubuntu:  sudo apt-get install redis-server mariadb-server',
    '  macOS:           brew install redis mariadb',
    '  Docker:          start the Docker engine',
    `  your own server: set ${variable}`,
  ].join('\n')
}
