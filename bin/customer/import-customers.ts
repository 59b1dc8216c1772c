/** `pagebeat customer import`: the brand's own customers, from a CSV file or a SELECT. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import type { Kysely } from 'kysely'
import { readConfig } from '../../src/config.ts'
import { importRows, type RowsToImport, tryRows } from '../../src/db/import/import-rows.ts'
import { findStoppedRun, type ImportRun, startRun } from '../../src/db/import/import-runs.ts'
import { openReader } from '../../src/db/import/open-reader.ts'
import { selectRows } from '../../src/db/import/select-rows.ts'
import { removeOldTrials } from '../../src/db/import/trial-rows.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { Key } from '../../src/domain/event.ts'
import { keyOf } from '../../src/domain/event-key.ts'
import { openCsv, type SourceRow } from '../../src/import/csv-file.ts'
import { decodeImportMap, type ImportMap } from '../../src/import/import-map.ts'
import { requireWritable } from '../../src/import/left-out-report.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { openTombstones } from '../wiring/open-tombstones.ts'
import { alsoForgotten } from './also-forgotten.ts'
import { describePlan, describeRun } from './describe-import.ts'
import { showProgress } from './show-progress.ts'
import { withIdentity } from './with-identity.ts'

interface ImportOptions {
  readonly map: string
  readonly dryRun?: true
  readonly alsoForgotten?: true
  readonly report?: string
  readonly json?: true
}

export function addImport(customer: Command): void {
  customer
    .command('import <source>')
    .description(
      'import customers from a CSV file, or from a SELECT on this server; a stopped import goes on',
    )
    .requiredOption('--map <file>', 'mapping file: which of your columns is what')
    .option('--dry-run', 'say what would be created, linked, merged and refused')
    .option('--also-forgotten', alsoForgotten)
    .option(
      '--report <file>',
      'lines and reasons of what is left out (default: <name>.left-out.csv beside <source>)',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nA mapping file:\n  source: crm            # name of your system\n  customer: Number       # your column with the customer number\n' +
        '  email: E-Mail\n  phone: Phone\n  profile:\n    firstName: First name\n    tier: Tier           # a column of your own in profile\n' +
        '\nExamples:\n  pagebeat customer import customers.csv --map customers.yaml --dry-run\n' +
        '  pagebeat customer import "SELECT id, mail FROM crm.customers" --map customers.yaml',
    )
    .action(importCustomers)
}

async function importCustomers(from: string, options: ImportOptions): Promise<void> {
  const map = decodeImportMap(readMap(options.map), options.map)
  const report = reportOf(from, options)
  requireWritable(report)
  await withIdentity(async ({ db, rules, country }) => {
    const source = await openSource(from, map)
    const progress = showProgress()
    try {
      const clock = await databaseTime(db)
      await removeOldTrials(db, clock())
      const to: RowsToImport = {
        rows: source.rows(),
        reader: await openReader(db, { map, header: source.header, country }),
        source: map.source,
        report,
        rules,
        tombstones: options.alsoForgotten ? undefined : await openTombstones(db),
        clock,
        onProgress: (step, done) => progress.tell(step, done),
      }
      const key = keyOf('import', source.digest ?? String(clock()), JSON.stringify(map), country)
      if (map.phone !== undefined && map.country === undefined && country === undefined && !options.json)
        printLine('Only phones with + or 00 in front are read. For others, set IDENTITY_COUNTRY, as DE.')
      if (!options.json) printLine(`Lines that are left out are named in ${report}, if there are any.`)
      if (options.dryRun) await tryImport(db, { key, to, options })
      else await runImport(db, { key, to, options })
    } finally {
      source.close()
    }
  })
}

interface Import {
  readonly key: Key
  readonly to: RowsToImport
  readonly options: ImportOptions
}

async function tryImport(db: Kysely<Database>, { key, to, options }: Import): Promise<void> {
  const trial = await tryRows(db, key, to)
  const report = trial.rowsLeftOut + trial.valuesLeftOut > 0 ? to.report : undefined
  if (options.json) return printJson({ dryRun: true, ...trial, report }, 2)
  for (const line of describePlan(trial, report)) printLine(line)
}

async function runImport(db: Kysely<Database>, { key, to, options }: Import): Promise<void> {
  const run = await claimRun(db, { key, source: to.source, now: to.clock() })
  if (run.rowsDone > 0 && !options.json)
    printLine(`This import was stopped. It goes on behind row ${run.rowsDone}.`)
  const started = performance.now()
  const done = await importRows(db, run, to)
  if (done === undefined) throw new Refused('Another process goes on with this import. This one has stopped.')
  const seconds = (performance.now() - started) / 1_000
  const rowsPerSecond = Math.round((done.rowsDone - run.rowsDone) / seconds)
  const result = { ...done, rowsPerSecond, rowsBefore: run.rowsDone }
  const report = done.rowsLeftOut + done.valuesLeftOut > 0 ? to.report : undefined
  if (options.json) return printJson({ dryRun: false, ...result, report }, 2)
  for (const line of describeRun(result, report)) printLine(line)
}

/** A run that was at work this long ago may still be. */
const aliveMs = 20_000

async function claimRun(
  db: Kysely<Database>,
  of: { readonly key: Key; readonly source: string; readonly now: number },
): Promise<ImportRun> {
  const stopped = await findStoppedRun(db, of.key)
  if (stopped === undefined) return await startRun(db, of)
  const agoMs = of.now - stopped.updatedTs
  if (agoMs > aliveMs) return stopped
  throw new Refused(
    `An import of these data was at work ${Math.ceil(agoMs / 1_000)} s ago. ` +
      `If it was stopped, try again in ${Math.ceil((aliveMs - agoMs) / 1_000)} s.`,
  )
}

interface Source {
  readonly header: readonly string[]
  /** Names the data: the same file has the same. A SELECT has none, as its rows may change. */
  readonly digest: string | undefined
  rows(): AsyncGenerator<SourceRow>
  close(): void
}

function isSelect(from: string): boolean {
  return /^\s*(?:select|with)\s/i.test(from)
}

/** Beside the file, where its owner looks for it; of a SELECT in the current folder. Throws Refused for the file itself. */
function reportOf(from: string, { report }: Pick<ImportOptions, 'report'>): string {
  if (isSelect(from)) return report ?? 'select.left-out.csv'
  const { dir, base } = path.parse(from)
  if (report === undefined) return path.join(dir, `${path.basename(base, '.csv')}.left-out.csv`)
  if (path.resolve(report) === path.resolve(from))
    throw new Refused('--report names the file that is imported, which it would overwrite: name another one')
  return report
}

async function openSource(from: string, map: ImportMap): Promise<Source> {
  if (!isSelect(from)) return { ...(await openCsv(from, map)), close: () => undefined }
  const { DATABASE_URL } = readConfig(process.env, { required: ['DATABASE_URL'] })
  return { ...(await selectRows(DATABASE_URL, from)), digest: undefined }
}

function readMap(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new Refused(
      `The mapping file ${file} cannot be read (${String(error.code)}). Write one: \`pagebeat customer import --help\``,
    )
  }
}
