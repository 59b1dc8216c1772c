/** What a private MariaDB and a private MySQL have in common. */
import { createHash } from 'node:crypto'
import { constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { createConnection } from 'mysql2/promise'
import type { Program } from './programs.ts'
import { cacheFolder, createDraftFolder } from './run-folder.ts'

export type LocalProgram = Exclude<Program, { from: 'docker' }>

export interface SqlServerOptions<P extends Program = Program> {
  readonly program: P
  readonly runFolder: string
  readonly dataFolder: string
  readonly password: string
  readonly args: readonly string[]
}

export const sharedSettings = [
  '--character-set-server=utf8mb4',
  '--default-time-zone=+00:00',
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-buffer-pool-size=256M',
  '--max-connections=300',
  '--skip-log-bin',
  '--skip-name-resolve',
] as const

/** The server runs them at every start, before it accepts connections. `root` is left alone where an image sets it. */
export function initStatements(password: string, { root }: { readonly root: 'set' | 'left alone' }): string {
  return [
    'CREATE DATABASE IF NOT EXISTS pagebeat CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;',
    `CREATE USER IF NOT EXISTS pagebeat@'%' IDENTIFIED BY '${password}';`,
    `ALTER USER pagebeat@'%' IDENTIFIED BY '${password}';`,
    root === 'set' ? `ALTER USER root@localhost IDENTIFIED BY '${password}';` : '',
    // Makes the server read-only and a replica, which the owner of the database may not.
    `CREATE USER IF NOT EXISTS pagebeat_admin@'%' IDENTIFIED BY '${password}';`,
    `ALTER USER pagebeat_admin@'%' IDENTIFIED BY '${password}';`,
    "GRANT ALL ON *.* TO pagebeat_admin@'%' WITH GRANT OPTION;",
    "GRANT ALL ON pagebeat.* TO pagebeat@'%';",
    "GRANT ALL ON `pagebeat\\_%`.* TO pagebeat@'%';",
    '',
  ].join('\n')
}

/**
 * A socket path is relative to the data folder: an absolute one may exceed the system's 107 characters. A server
 * deletes the temporary tables that it finds when it starts: in a shared /tmp those of another server, which then
 * crashes. So each has a folder of its own for them.
 */
export function placeOf(port: number, { runFolder, dataFolder }: SqlServerOptions): string[] {
  const temporary = path.join(runFolder, 'sql-tmp')
  mkdirSync(temporary, { recursive: true, mode: 0o700 })
  const socket = ['--bind-address=127.0.0.1', '--socket=mysql.sock']
  return [`--tmpdir=${temporary}`, `--port=${port}`, ...socket, `--datadir=${dataFolder}`]
}

/** The server refuses to run as root unless told to. */
export function basics({ from, prefix }: LocalProgram): string[] {
  const unpacked = [`--lc-messages-dir=${prefix}/share/mysql`, `--plugin-dir=${prefix}/lib/mysql/plugin`]
  const isRoot = process.getuid?.() === 0
  return [`--basedir=${prefix}`, ...(from === 'debian' ? unpacked : []), ...(isRoot ? ['--user=root'] : [])]
}

/** Making a data folder takes 2 s or more, copying a made one 0.05 s. `make` fills the folder that it is given. */
export async function fillDataFolder(
  { program, dataFolder }: SqlServerOptions<LocalProgram>,
  make: (draft: string) => Promise<unknown>,
): Promise<void> {
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) return
  const template = await makeTemplate(program, make)
  await cp(template, dataFolder, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

async function makeTemplate(
  { file }: LocalProgram,
  make: (draft: string) => Promise<unknown>,
): Promise<string> {
  const { mtimeMs, size } = statSync(file)
  const version = createHash('sha256').update(`${file} ${mtimeMs} ${size}`).digest('hex').slice(0, 12)
  const template = path.join(cacheFolder, 'servers', `${path.basename(file)}-data-${version}`)
  if (existsSync(template)) return template
  const draft = createDraftFolder()
  try {
    await make(draft)
    mkdirSync(path.dirname(template), { recursive: true })
    renameSync(draft, template)
  } catch (error) {
    if (!existsSync(template)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return template
}

/** Only our server knows the password, so a login also proves that the port is its own. */
export async function acceptsLogin(port: number, password: string): Promise<boolean> {
  try {
    const login = { host: '127.0.0.1', port, user: 'pagebeat', password, database: 'pagebeat' }
    const connection = await createConnection({ ...login, connectTimeout: 2000 })
    await connection.end()
    return true
  } catch {
    return false
  }
}
