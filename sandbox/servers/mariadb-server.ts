import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { dockerUser } from './programs.ts'
import type { Launch } from './supervise.ts'
import type { ServerDefinition } from './server-control.ts'
import {
  acceptsLogin,
  basics,
  fillDataFolder,
  initStatements,
  type LocalProgram,
  placeOf,
  sharedSettings,
  type SqlServerOptions,
} from './sql-server.ts'

const run = promisify(execFile)

/**
 * A MariaDB with durable defaults, utf8mb4, a database `pagebeat` and a user `pagebeat` who may also create and drop
 * databases named `pagebeat_…` (the tests do). `root` has the same password, on the socket only.
 */
export async function defineMariadb(options: SqlServerOptions): Promise<ServerDefinition> {
  const { program, runFolder, password, args } = options
  const inDocker = program.from === 'docker'
  if (!inDocker) await fillDataFolder({ ...options, program }, (draft) => installInto(draft, program))
  const initFile = path.join(runFolder, 'mariadb-init.sql')
  // The image sets the password of root itself.
  const statements = initStatements(password, { root: inDocker ? 'left alone' : 'set' })
  writeFileSync(initFile, statements, { mode: inDocker ? 0o644 : 0o600 })
  const settings = [...sharedSettings, '--collation-server=utf8mb4_unicode_520_ci']
  return {
    name: 'mariadb',
    title: 'MariaDB',
    launch(port, { container }) {
      if (program.from === 'docker') {
        const docker = dockerArguments(port, program.image, { ...options, container, initFile })
        const command = [...docker, ...settings, '--init-file=/pagebeat-init.sql', ...args]
        return { command: 'docker', args: command, env: {}, container }
      }
      const place = [...placeOf(port, options), `--init-file=${initFile}`]
      const command = ['--no-defaults', ...basics(program), ...place, ...settings, ...args]
      return { command: program.file, args: command, env: program.env }
    },
    answers: (port) => acceptsLogin(port, password),
    logName: (attempt) => `mariadb-${attempt}.log`,
  }
}

type InDocker = Pick<SqlServerOptions, 'dataFolder'> &
  Pick<Launch, 'container'> & { readonly initFile: string }

function dockerArguments(
  port: number,
  image: string,
  { dataFolder, container, initFile }: InDocker,
): string[] {
  const publish = ['--publish', `127.0.0.1:${port}:3306`, '--volume', `${dataFolder}:/var/lib/mysql`]
  const init = ['--volume', `${initFile}:/pagebeat-init.sql:ro`, '--env', 'MARIADB_RANDOM_ROOT_PASSWORD=1']
  return ['run', '--rm', '--name', container ?? '', ...publish, ...init, ...dockerUser(), image]
}

/** With a tiny log, so that copies are cheap. The server makes one of full size when it starts. */
function installInto(draft: string, program: LocalProgram): Promise<unknown> {
  const auth = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve']
  const place = [`--datadir=${draft}`, `--tmpdir=${draft}`, '--innodb-log-file-size=4M']
  const tool = path.join(program.prefix, 'bin', 'mariadb-install-db')
  const options = ['--no-defaults', ...basics(program), ...place, ...auth]
  return run(tool, options, { env: { ...process.env, ...program.env } })
}
