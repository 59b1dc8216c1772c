/** `npm run bench:import`: imports generated customers, kills the import half-way, and lets it go on. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { z } from 'zod'
import { type Given, type Options, runProgram } from '../../sandbox/command-line.ts'
import { findPagebeat } from '../../sandbox/built-pagebeat.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { createProofDatabase } from './proof-database.ts'

const about = `Writes a CSV file of customers, where each twentieth e-mail is of two of them. Then \`pagebeat customer
import\` runs as a dry run, is killed three times, goes on, and imports the same file again. Prints rows a second and the
peak of memory of each. Status 0 if all customers and links are there once, as the dry run said.`

const options: Options = { 'rows <number>': 'customers (default 100000)' }

const lookMs = 200
/** 111111 names nobody. None of these is such a number. */
const firstNumber = 10_000_000

/** Of the JSON that the command prints at its end. A dry run counts ids by their kind. */
const counts = z.object({
  newIds: z
    .union([
      z.number(),
      z.record(z.string(), z.number()).transform((kinds) => Object.values(kinds).reduce((a, b) => a + b, 0)),
    ])
    .default(0),
  newLinks: z.number().default(0),
})

await runProgram({ script: 'bench:import', about, options, run })

interface Bench {
  readonly url: string
  readonly folder: string
  readonly rows: number
}

async function run(given: Given): Promise<number> {
  const rows = given.whole('rows', 100_000, 20)
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-import-'))
  const servers = await startServers({ log: (line) => console.log(line) })
  try {
    const bench = { url: await createProofDatabase(servers.databaseUrl), folder, rows }
    await writeCustomers(bench)
    const said = await report(bench, 'dry run', { args: ['--dry-run'] })
    for (const quarter of [1, 2, 3]) {
      await report(bench, `import, killed in quarter ${quarter}`, { killAt: rows * (quarter / 4 - 0.1) })
      await ask(bench, 'update importRun set updatedTs = 0')
    }
    const came = await report(bench, 'import, gone on', {})
    await report(bench, 'the same file again', {})
    const [ids] = await ask(
      bench,
      'select count(*) as ids, count(distinct pId) as customers from chan2Profile',
    )
    const [links] = await ask(bench, 'select count(*) as links from identityLink')
    const [marks] = await ask(bench, 'select count(*) as marks from identityTouched')
    const [sharedValues] = await ask(bench, 'select count(*) as sharedValues from sharedValue')
    const found = { ...ids, ...links, ...marks, ...sharedValues, ...came }
    const shared = Math.floor(rows / 20)
    // A shared e-mail is a customer of its own.
    const wanted = {
      ids: 3 * rows - shared,
      customers: rows + shared,
      links: 2 * rows,
      marks: 0,
      sharedValues: shared,
      ...said,
    }
    console.log(`found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`)
    return JSON.stringify(found) === JSON.stringify(wanted) ? 0 : 1
  } finally {
    await servers.stop()
    rmSync(folder, { recursive: true })
  }
}

async function writeCustomers({ folder, rows }: Bench): Promise<void> {
  const out = createWriteStream(path.join(folder, 'customers.csv'))
  out.write('no,mail,phone,first,last,city\n')
  for (let at = 0; at < rows; at += 1) {
    const mail = at % 20 === 19 ? at - 1 : at
    const phone = `+4917${10_000_000 + at}`
    const line = `${firstNumber + at},c${mail}@example.com,${phone},First${at % 500},Last${at},Town${at % 90}\n`
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  const profile = '{ firstName: first, lastName: last, city: city }'
  writeFileSync(
    path.join(folder, 'customers.yaml'),
    `customer: no\nemail: mail\nphone: phone\nprofile: ${profile}\n`,
  )
}

async function report(
  bench: Bench,
  what: string,
  { args = [], killAt = Infinity }: { readonly args?: readonly string[]; readonly killAt?: number },
): Promise<Counts> {
  const before = args.length > 0 ? 0 : await rowsDone(bench)
  const program = await findPagebeat(console.log)
  const started = performance.now()
  const command = ['customer', 'import', 'customers.csv', '--map', 'customers.yaml', '--json', ...args]
  const child = spawn(process.execPath, [program, ...command], {
    env: { PATH: process.env['PATH'], DATABASE_URL: bench.url },
    cwd: bench.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = text(child.stdout)
  let peakBytes = 0
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid))
    if (killAt < Infinity) void killFrom(killAt, { bench, child })
  }, lookMs)
  await once(child, 'exit')
  clearInterval(watch)
  const seconds = (performance.now() - started) / 1_000
  const done = args.length > 0 ? bench.rows : (await rowsDone(bench)) - (before % bench.rows)
  const pace = Math.round(done / seconds)
  console.log(
    `${what}: ${done} rows, ${seconds.toFixed(1)} s, ${pace} rows/s, peak ${Math.round(peakBytes / 2 ** 20)} MiB`,
  )
  return countsIn(await output)
}

interface Counts {
  readonly newIds: number
  readonly newLinks: number
}

function countsIn(json: string): Counts {
  const said: unknown = json === '' ? {} : JSON.parse(json)
  return counts.parse(said)
}

async function killFrom(
  rows: number,
  { bench, child }: { readonly bench: Bench; readonly child: ChildProcess },
): Promise<void> {
  if ((await rowsDone(bench)) >= rows) child.kill('SIGKILL')
}

function peakOf(pid: number | undefined): number {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kib) * 1024
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0 // it has just ended
    throw error
  }
}

async function rowsDone(bench: Bench): Promise<number> {
  const [row] = await ask(
    bench,
    `select rowsDone from importRun where state <> 'trial' order by id desc limit 1`,
  )
  return Number(row?.['rowsDone'] ?? 0)
}

async function ask({ url }: Bench, sql: string): Promise<Record<string, unknown>[]> {
  const connection = await createConnection(url)
  const [rows] = await connection.query<RowDataPacket[]>(sql)
  await connection.end()
  return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : []
}
