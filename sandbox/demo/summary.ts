import { globSync } from 'node:fs'
import path from 'node:path'
import { findExecutable } from '../servers/find-executable.ts'
import { cacheFolder } from '../servers/run-folder.ts'
import type { Verdict } from '../facebook/ledger/verdict.ts'
import type { Servers } from '../servers/start-servers.ts'
import type { Conversed } from './converse.ts'
import { paint } from './paint.ts'

export interface Summary {
  readonly verdict: Verdict
  /** Nothing stays up to look around in. */
  readonly once: boolean
  readonly rows: ReadonlyMap<string, number>
  readonly webhookUrl: string
  readonly boardUrl: string
  readonly servers: Servers
  /** What the commands of `pagebeat` need in their environment. */
  readonly commandEnv: Readonly<Record<string, string>>
  readonly secrets: { readonly appSecret: string; readonly verifyToken: string }
}

/** What was sent and what is in the tables, and where to look next. The secrets are those of this trial only. */
export function printSummary(summary: Summary): void {
  const { verdict, once, rows, webhookUrl, boardUrl, servers, secrets, commandEnv } = summary
  console.log(`\n${paint.bold('Summary')}`)
  printTracked(verdict)
  const filled = [...rows].filter(([, count]) => count > 0)
  console.log(`  rows: ${filled.map(([table, count]) => `${table} ${count}`).join(', ')}`)
  if (once) return

  console.log(`\n${paint.bold('Look around')}`)
  console.log(`  queues    ${paint.cyan(`${boardUrl}/queues`)}`)
  console.log(`  metrics   ${paint.cyan(`${boardUrl}/metrics`)}`)
  console.log(`  webhook   ${paint.cyan(webhookUrl)}`)
  console.log(`  tables    ${paint.cyan(mysqlCommand(servers))}`)
  console.log(`  commands  ${paint.cyan(exportCommand(commandEnv))}`)
  console.log(`            ${paint.cyan('npm run pagebeat -- customer find duarte')}`)
  console.log(`  more      ${paint.cyan(simulateCommand(webhookUrl, servers, secrets.appSecret))}`)
  if (!servers.redis.owned) {
    console.log(
      paint.dim(
        '  The Redis you gave was taken as it is: without AOF "always" and noeviction it may lose deliveries.',
      ),
    )
  }
}

function printTracked(verdict: Verdict): void {
  const { sent, acked, stored, missing, duplicated, wrong, unexpected } = verdict
  const percent = sent === 0 ? 0 : Math.floor((1000 * Math.max(0, stored - wrong)) / sent) / 10
  const colour = verdict.ok ? paint.green : paint.red
  console.log(
    `  ${colour(paint.bold(`${percent}% tracked`))}: ${sent} events sent, ${acked} acked, ${stored} stored, ` +
      `${missing} missing, ${duplicated} duplicated, ${wrong} wrong, ${unexpected} unexpected`,
  )
  for (const example of verdict.examples) console.log(paint.red(`  ${example}`))
}

/** How the storyboards did: turns, replies, the reasons of turns without a reply, and whether the tables hold every event. */
export function printConversation({ results, skipped, figures }: Conversed, verdict: Verdict): void {
  const { inbound, answered, silent, p50Ms, p99Ms } = figures
  const right = results.filter(({ differences }) => differences.length === 0).length
  const colour = right === results.length ? paint.green : paint.red
  console.log(`\n${paint.bold('Conversations')}`)
  console.log(
    `  ${colour(paint.bold(`${right} of ${results.length} transcripts`))} as written (storyboard test plays ${skipped} more, which need a clock, a fault or an act of their own)`,
  )
  console.log(
    `  ${inbound} turns, ${answered} answered; from the customer's message to the reply p50 ${Math.round(p50Ms)} ms, p99 ${Math.round(p99Ms)} ms`,
  )
  for (const { reason, count } of silent) console.log(`  ${count} not answered: ${reason}`)
  printTracked(verdict)
}

function exportCommand(env: Readonly<Record<string, string>>): string {
  return `export ${Object.entries(env)
    .map(([name, value]) => `${name}='${value}'`)
    .join(' ')}`
}

function mysqlCommand({ databaseUrl, mariadb }: Servers): string {
  if (!mariadb.owned) return 'the database of DATABASE_URL'
  const { username, password, port, pathname } = new URL(databaseUrl)
  const login = `-h 127.0.0.1 -P ${port} -u ${username} -p${password}`
  return `${mysqlClient()} ${login} --default-character-set=utf8mb4 ${pathname.slice(1)}`
}

/** The client on the PATH, else the one that was fetched with the server. */
function mysqlClient(): string {
  const onPath = ['mysql', 'mariadb'].find((name) => findExecutable(name) !== undefined)
  const folder = `mariadb-debian-*-${process.arch}`
  const [fetched] = globSync(path.join(cacheFolder, 'servers', folder, 'usr', 'bin', 'mariadb'))
  return onPath ?? (fetched === undefined ? 'mysql' : path.relative(process.cwd(), fetched))
}

function simulateCommand(webhookUrl: string, { databaseUrl, mariadb }: Servers, secret: string): string {
  const database = mariadb.owned ? databaseUrl : '$DATABASE_URL'
  return `npm run simulate -- --url ${webhookUrl} --secret ${secret} --events 5000 --faults all --database ${database}`
}
