import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
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

/** A MySQL with the same settings, database and user as the MariaDB (mariadb-server.ts). */
export async function defineMysql(options: SqlServerOptions<LocalProgram>): Promise<ServerDefinition> {
  const { program, runFolder, password, args } = options
  await fillDataFolder(options, async (draft) => {
    const install = ['--no-defaults', ...basics(program), `--datadir=${draft}`, '--initialize-insecure']
    await run(program.file, install, { env: { ...process.env, ...program.env } })
    // It holds the server's UUID. Copies with the same one could not replicate.
    rmSync(path.join(draft, 'auto.cnf'), { force: true })
  })
  const initFile = path.join(runFolder, 'mysql-init.sql')
  writeFileSync(initFile, initStatements(password, { root: 'set' }), { mode: 0o600 })
  const own = ['--collation-server=utf8mb4_unicode_520_ci', '--mysqlx=OFF', '--secure-file-priv=']
  return {
    name: 'mysql',
    title: 'MySQL',
    launch(port) {
      const place = [...placeOf(port, options), '--pid-file=mysql.pid', `--init-file=${initFile}`]
      const command = ['--no-defaults', ...basics(program), ...place, ...sharedSettings, ...own, ...args]
      return { command: program.file, args: command, env: program.env }
    },
    answers: (port) => acceptsLogin(port, password),
    logName: (attempt) => `mysql-${attempt}.log`,
  }
}
