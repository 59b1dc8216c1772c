/** `npm run bench:forget`: how long it takes to forget a customer among many. */
import { Redis } from 'ioredis'
import { openForgetting } from '../../bin/wiring/open-forget.ts'
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { asProfileId } from '../../src/domain/ids.ts'
import { fillRows } from '../bench/fill-rows.ts'
import { personId, typicalPage } from '../bench/recipe.ts'
import { createProofDatabase } from '../identity/proof-database.ts'
import { describeComputer } from '../machine.ts'
import { type Figure, writeResultFile } from '../result-file.ts'
import { fillLedger } from './fill-ledger.ts'

/** Rows of the ledger that name the customer. */
const namedRows = 50
/** As many connections as the command has. */
const poolSize = 5

await runTrial({
  script: 'bench:forget',
  about: `Measures \`pagebeat customer forget\`: a private database gets interactions and as many rows of the raw ledger,
spread over thirty days. One of the customers is forgotten. Prints the seconds of each step. Status 0 if every row that
names the customer is gone.`,
  options: {
    'rows <number>': 'interactions, and rows of the ledger (default 1000000)',
    'people <number>': 'customers (default: one for 100 rows)',
  },
  run,
})

async function run(given: Given): Promise<number> {
  const rows = given.whole('rows', 1_000_000)
  const people = given.whole('people', Math.max(2, Math.ceil(rows / 100)), 2)
  const servers = await startServers({ log: (line) => console.log(line) })
  const figures: Figure[] = []
  try {
    const url = await createProofDatabase(servers.databaseUrl, 'pagebeat_bench_forget')
    const psid = personId(1)
    await time('filled', async () => {
      await fillRows(url, { rows, people })
      await fillLedger(url, { rows, people, named: { rows: namedRows, psid, pageId: typicalPage } })
    })
    const db = createDatabase({ url, poolSize })
    const redis = new Redis(servers.redisUrl, { maxRetriesPerRequest: null })
    const secretKeys = [Buffer.alloc(32, 1).toString('base64')]
    const forgetting = openForgetting({ db, redis, prefix: 'pagebeat', secretKeys })
    const startedAt = performance.now()
    const runId = await forgetting.close(asProfileId(`facebook:${psid}`), { reason: 'operator' })
    const claimed = runId === undefined ? undefined : await forgetting.runs.claim(runId)
    if (claimed === undefined) throw new Error('the customer was not found')
    let [step, since] = ['close', startedAt]
    const end = (next: string) => {
      const now = performance.now()
      figures.push({ name: step, value: (now - since) / 1_000, unit: 's' })
      ;[step, since] = [next, now]
    }
    await forgetting.finish(claimed, end)
    end('')
    figures.push({
      name: `a customer is forgotten among ${rows} rows`,
      value: (performance.now() - startedAt) / 1_000,
      unit: 's',
    })
    const [receipt] = await forgetting.runs.list(1)
    const { webhookDelivery = 0, interaction = 0 } = receipt?.removed ?? {}
    const left = await db
      .selectFrom('interaction')
      .select(({ fn }) => fn.countAll<string>().as('rows'))
      .where('pId', '=', asProfileId(`facebook:${psid}`))
      .executeTakeFirstOrThrow()
    for (const { name, value, unit } of figures) console.log(`${name}: ${value.toFixed(2)} ${unit}`)
    console.log(
      `removed ${interaction} interactions and ${webhookDelivery} rows of the ledger, of at least ${namedRows}`,
    )
    if (given.isOn('save'))
      writeResultFile({
        name: 'bench-forget',
        script: 'bench:forget',
        machine: describeComputer(),
        figures,
      })
    redis.disconnect()
    await db.destroy()
    return webhookDelivery >= namedRows && Number(left.rows) === 0 ? 0 : 1
  } finally {
    await servers.stop()
  }
}

async function time(what: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  await work()
  console.log(`${what}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
}
