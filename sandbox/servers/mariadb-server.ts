import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { dockerUser, type Program } from './programs.ts'
import { cacheFolder, createDraftFolder } from './run-folder.ts'
import type { ServerDefinition } from './server-control.ts'

const run = promisify(execFile)
type LocalProgram = Exclude<Program, { from: 'docker' }>

export interface MariadbOptions {
  readonly program: Program
  readonly runFolder: string
  readonly dataFolder: string
  readonly password: string
  readonly args: readonly string[]
}

/**
 * A MariaDB with durable defaults, utf8mb4, a database `pagebeat` and a user `pagebeat` who may also create and drop
 * databases named `pagebeat_…` (the tests do). `root` has the same password, on the socket only.
 */
export async function defineMariadb(options: MariadbOptions): Promise<ServerDefinition> {
  const { program, runFolder, dataFolder, password, args } = options
  if (program.from !== 'docker') await fillDataFolder(program, dataFolder)
  const initFile = path.join(runFolder, 'mariadb-init.sql')
  const inDocker = program.from === 'docker'
  writeFileSync(initFile, initStatements(password, { inDocker }), { mode: inDocker ? 0o644 : 0o600 })
  const settings = [
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_520_ci',
    '--default-time-zone=+00:00',
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=256M',
    '--max-connections=300',
    '--skip-log-bin',
    '--skip-name-resolve',
  ]
  return {
    name: 'mariadb',
    title: 'MariaDB',
    launch(port, { container }) {
      if (program.from === 'docker') {
        const publish = ['--publish', `127.0.0.1:${port}:3306`, '--volume', `${dataFolder}:/var/lib/mysql`]
        const init = [
          '--volume',
          `${initFile}:/pagebeat-init.sql:ro`,
          '--env',
          'MARIADB_RANDOM_ROOT_PASSWORD=1',
        ]
        const docker = [
          'run',
          '--rm',
          '--name',
          container,
          ...publish,
          ...init,
          ...dockerUser(),
          program.image,
        ]
        const command = [...docker, ...settings, '--init-file=/pagebeat-init.sql', ...args]
        return { command: 'docker', args: command, env: {}, container }
      }
      // A socket path is relative to the data folder: an absolute one may exceed the system's 107 characters.
      // A server deletes the temporary tables that it finds when it starts: in a shared /tmp those of another server,
      // which then crashes.
      const temporary = path.join(runFolder, 'mariadb-tmp')
      mkdirSync(temporary, { recursive: true, mode: 0o700 })
      const place = [
        `--tmpdir=${temporary}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--socket=mysql.sock',
        `--datadir=${dataFolder}`,
      ]
      const command = [
        '--no-defaults',
        ...basics(program),
        ...place,
        `--init-file=${initFile}`,
        ...settings,
        ...args,
      ]
      return { command: program.file, args: command, env: program.env }
    },
    answers: (port) => acceptsLogin(port, password),
    logName: (attempt) => `mariadb-${attempt}.log`,
  }
}

/** The server runs them at every start, before it accepts connections. The image sets the password of root itself. */
function initStatements(password: string, { inDocker }: { readonly inDocker: boolean }): string {
  return [
    'CREATE DATABASE IF NOT EXISTS pagebeat CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;',
    `CREATE USER IF NOT EXISTS pagebeat@'%' IDENTIFIED BY '${password}';`,
    `ALTER USER pagebeat@'%' IDENTIFIED BY '${password}';`,
    inDocker ? '' : `ALTER USER root@localhost IDENTIFIED BY '${password}';`,
    "GRANT ALL ON pagebeat.* TO pagebeat@'%';",
    "GRANT ALL ON `pagebeat\\_%`.* TO pagebeat@'%';",
    '',
  ].join('\n')
}

/** Making a data folder takes 2 s, copying a made one 0.05 s. */
async function fillDataFolder(program: LocalProgram, dataFolder: string): Promise<void> {
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) return
  const template = await makeTemplate(program)
  await cp(template, dataFolder, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

/** With a tiny log, so that copies are cheap. The server makes one of full size when it starts. */
async function makeTemplate(program: LocalProgram): Promise<string> {
  const { mtimeMs, size } = statSync(program.file)
  const version = createHash('sha256').update(`${program.file} ${mtimeMs} ${size}`).digest('hex').slice(0, 12)
  const template = path.join(cacheFolder, 'servers', `mariadb-data-${version}`)
  if (existsSync(template)) return template
  const draft = createDraftFolder()
  try {
    const auth = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve']
    const place = [`--datadir=${draft}`, `--tmpdir=${draft}`, '--innodb-log-file-size=4M']
    const tool = path.join(program.prefix, 'bin', 'mariadb-install-db')
    await run(tool, ['--no-defaults', ...basics(program), ...place, ...auth], {
      env: { ...process.env, ...program.env },
    })
    mkdirSync(path.dirname(template), { recursive: true })
    renameSync(draft, template)
  } catch (error) {
    if (!existsSync(template)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return template
}

/** The server refuses to run as root unless told to. */
function basics({ from, prefix }: LocalProgram): string[] {
  const unpacked = [`--lc-messages-dir=${prefix}/share/mysql`, `--plugin-dir=${prefix}/lib/mysql/plugin`]
  return [`--basedir=${prefix}`, ...(from === 'debian' ? unpacked : []), ...(isRoot() ? ['--user=root'] : [])]
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Only our server knows the password, so a login also proves that the port is its own. */
async function acceptsLogin(port: number, password: string): Promise<boolean> {
  try {
    const login = { host: '127.0.0.1', port, user: 'pagebeat', password, database: 'pagebeat' }
    const connection = await createConnection({ ...login, connectTimeout: 2000 })
    await connection.end()
    return true
  } catch {
    return false
  }
}
