/**
 * The servers by name and version that Pagebeat is tried with. They come from Debian's packages, of whichever release
 * has that version, and run beside the machine's own. PAGEBEAT_REDIS_SERVER and PAGEBEAT_DATABASE_SERVER name one.
 */
import path from 'node:path'
import { canUnpackDebian, unpackDebian } from './debian-packages.ts'
import type { Program } from './programs.ts'

export interface Store {
  readonly title: string
  readonly kind: 'redis' | 'mariadb' | 'mysql'
  /** The Debian release whose packages hold this version. */
  readonly suite: 'bookworm' | 'trixie' | 'sid'
  readonly packages: readonly string[]
  readonly program: string
  /** What else of the packages is run: `mariadb-install-db` calls it. */
  readonly tools?: readonly string[]
  /** What `--version` must say. The packages of a release change their version. */
  readonly version: RegExp
}

const mariadb = {
  kind: 'mariadb',
  packages: ['mariadb-server-core', 'mariadb-client-core'],
  program: 'usr/sbin/mariadbd',
  tools: ['usr/bin/my_print_defaults', 'usr/bin/resolveip'],
} as const

export const stores = {
  'redis-7.0': {
    title: 'Redis 7.0',
    kind: 'redis',
    suite: 'bookworm',
    packages: ['redis-server'],
    program: 'usr/bin/redis-server',
    version: / v=7\.0\./,
  },
  'redis-8.0': {
    title: 'Redis 8.0',
    kind: 'redis',
    suite: 'trixie',
    packages: ['redis-server'],
    program: 'usr/bin/redis-server',
    version: / v=8\.0\./,
  },
  'valkey-9.1': {
    title: 'Valkey 9.1',
    kind: 'redis',
    suite: 'sid',
    packages: ['valkey-server'],
    program: 'usr/bin/valkey-server',
    version: / v=9\.1\./,
  },
  'mariadb-10.11': { ...mariadb, title: 'MariaDB 10.11', suite: 'bookworm', version: / Ver 10\.11\./ },
  'mariadb-11.8': { ...mariadb, title: 'MariaDB 11.8', suite: 'trixie', version: / Ver 11\.8\./ },
  'mysql-9.7': {
    title: 'MySQL 9.7',
    kind: 'mysql',
    suite: 'sid',
    packages: ['mysql-server-core'],
    program: 'usr/sbin/mysqld',
    version: / Ver 9\.7\./,
  },
} as const satisfies Readonly<Record<string, Store>>

export type StoreName = keyof typeof stores

/** The store that the variable names. Throws an Error that lists the names when there is no such one. */
export function readStore(variable: string, kinds: readonly Store['kind'][]): StoreName | undefined {
  const name = process.env[variable] || undefined
  if (name === undefined) return undefined
  const known = Object.keys(stores).filter((each): each is StoreName => isStore(each))
  const found = known.find((each) => each === name && kinds.includes(stores[each].kind))
  if (found !== undefined) return found
  const names = known.filter((each) => kinds.includes(stores[each].kind))
  throw new Error(`${variable} is ${name}, but must be one of ${names.join(', ')}`)
}

function isStore(name: string): name is StoreName {
  return Object.hasOwn(stores, name)
}

/** Throws an Error that says why when the store cannot be fetched, or does not start here. */
export async function findStore(name: StoreName, log: (line: string) => void): Promise<Program> {
  if (!canUnpackDebian()) throw new StoreMissingError(name, 'there is no apt-get on this machine')
  const unpacked = await unpackDebian({ ...stores[name], name, log }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause)
    throw new StoreMissingError(name, reason)
  })
  return { from: 'debian', file: unpacked.file, prefix: path.join(unpacked.folder, 'usr'), env: unpacked.env }
}

/** The store could not be brought to this machine. Its message has the reason; a stack would tell nothing. */
export class StoreMissingError extends Error {
  constructor(name: StoreName, reason: string) {
    super(`${stores[name].title} could not be fetched: ${reason}`)
    this.stack = this.message
  }
}
