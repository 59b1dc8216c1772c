/** `npm run bench:identity`: how long it takes to look at every customer again. */
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { resolveAll } from '../../src/db/identity/resolve-all.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { describeComputer } from '../machine.ts'
import { type Figure, writeResultFile } from '../result-file.ts'
import { createProofDatabase } from './proof-database.ts'
import { fillCustomers } from './fill-customers.ts'

await runTrial({
  script: 'bench:identity',
  about: `Measures \`pagebeat customer resolve --all\`: a private database gets customers with three links each, to an e-mail
address, a telephone number and an id of Facebook. Some share a telephone. First nothing is resolved; then everything is,
and all is looked at again. Prints seconds, customers a second, and the most memory.`,
  options: { 'customers <number>': 'customers (default 1000000)' },
  run,
})

async function run(given: Given): Promise<number> {
  const customers = given.whole('customers', 1_000_000)
  const servers = await startServers()
  const figures: Figure[] = []
  try {
    const db = createDatabase({
      url: await createProofDatabase(servers.databaseUrl),
      poolSize: 4,
      queryTimeoutMs: 120_000,
    })
    await fillCustomers(db, customers)
    let mostBytes = 0
    let printedAt = Date.now()
    for (const [name, isFirst] of [
      ['resolved for the first time', true],
      ['looked at again', false],
    ] as const) {
      const startedAt = performance.now()
      const { links, changed } = await resolveAll(db, {
        onProgress(progress) {
          mostBytes = Math.max(mostBytes, process.memoryUsage.rss())
          if (Date.now() - printedAt < 10_000) return
          printedAt = Date.now()
          console.log(`… ${progress.links} links, ${progress.ids} ids, ${progress.changed} changed`)
        },
      })
      const seconds = (performance.now() - startedAt) / 1_000
      if (changed > 0 !== isFirst) throw new Error(`${name}: ${changed} ids changed`)
      figures.push(
        { name: `${customers} customers with ${links} links ${name}`, value: seconds, unit: 's' },
        { name: `${name}, customers a second`, value: customers / seconds, unit: '/s' },
      )
    }
    figures.push({ name: 'most memory', value: mostBytes / 2 ** 20, unit: 'MiB' })
    await db.destroy()
  } finally {
    await servers.stop()
  }
  for (const { name, value, unit } of figures) console.log(`${name}: ${value.toFixed(1)} ${unit}`)
  if (given.isOn('save'))
    writeResultFile({
      name: 'bench-identity',
      script: 'bench:identity',
      machine: describeComputer(),
      figures,
    })
  return 0
}
