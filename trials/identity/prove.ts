/** `npm run prove:identity`: customers depend on what is known, not on the order in which it became known. */
import { randomInt } from 'node:crypto'
import { type Given, type Options, runProgram } from '../../sandbox/command-line.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { linkKey } from '../../src/domain/identity-link.ts'
import { type Act, createMemoryCustomers, type MemoryCustomers } from './memory-customers.ts'
import { createProofDatabase } from './proof-database.ts'
import { createRandom, played, randomHistory, setting } from './random-history.ts'
import { randomDeeds } from './random-deeds.ts'
import { emptyAll, findDifference, replay, takeSnapshot } from './replay.ts'

const about = `Random histories of links, revocations, events and facts are played in random orders, with steps between. The
customers must be those that the links say, the same in each order, and those of a history without the revoked links. All
histories are played in memory, with the decisions of the product. Some are played in a private MariaDB by several
recorders at once, and whole tables are compared. Status 0 if all of it held.`

const options: Options = {
  'histories <number>': 'histories in memory (default 100000)',
  'database <number>': 'histories in the database (default: one in 200)',
  'recorders <number>': 'that write at once (default 8)',
  'seed <text>': 'the same seed gives the same histories (default: random, printed)',
}

await runProgram({ script: 'prove:identity', about, options, run })

async function run(given: Given): Promise<number> {
  const seed = given.text('seed') ?? String(randomInt(2 ** 31))
  const histories = given.whole('histories', 100_000)
  const inDatabase = given.whole('database', Math.ceil(histories / 200), 0)
  console.log(`prove:identity  seed ${seed}`)
  const failures = [
    ...(await proveInMemory(seed, histories)),
    ...(inDatabase === 0
      ? []
      : await proveInDatabase(seed, { histories: inDatabase, recorders: given.whole('recorders', 8) })),
  ]
  for (const failure of failures.slice(0, 10)) console.log(`NOT KEPT: ${failure}`)
  console.log(
    `${failures.length === 0 ? 'OK' : `NOT OK (${failures.length})`}; ${histories} histories in memory, ` +
      `${inDatabase} in the database; seed ${seed}`,
  )
  return failures.length === 0 ? 0 : 1
}

async function proveInMemory(seed: string, histories: number): Promise<string[]> {
  const failures: string[] = []
  const progress = createProgress('in memory', histories)
  for (let index = 0; index < histories; index += 1) {
    const random = createRandom(numberOf(`${seed} ${index}`))
    const { facts, revoked } = randomHistory(random)
    const taken = new Set(revoked.map(linkKey))
    const without = facts.filter((act) => !('link' in act && taken.has(linkKey(act.link))))
    const one = await customersAfter(played(random, facts))
    const lines = textOf(one.lines())
    const isSame = async (acts: readonly Act[]) => textOf((await customersAfter(acts)).lines()) === lines
    if (textOf(one.expected()) !== lines) failures.push(`history ${index}: not as the links say`)
    if (!(await isSame(played(random, facts)))) failures.push(`history ${index}: another order, other rows`)
    if (!(await isSame([...without, { do: 'resolve' }])))
      failures.push(`history ${index}: a revoked link left a trace`)
    progress(index + 1)
  }
  return failures
}

async function customersAfter(acts: readonly Act[]): Promise<MemoryCustomers> {
  const customers = createMemoryCustomers(setting)
  for (const act of acts) await customers.perform(act)
  return customers
}

function textOf(lines: readonly string[]): string {
  return lines.join('\n')
}

async function proveInDatabase(
  seed: string,
  { histories, recorders }: { readonly histories: number; readonly recorders: number },
): Promise<string[]> {
  const failures: string[] = []
  const servers = await startServers({ log: (line) => console.log(line) })
  const url = await createProofDatabase(servers.databaseUrl)
  const db = createDatabase({ url, poolSize: recorders + 2 })
  const progress = createProgress('in the database', histories)
  try {
    for (let index = 0; index < histories; index += 1) {
      const random = createRandom(numberOf(`${seed} database ${index}`))
      const { deeds, without } = randomDeeds(random)
      await emptyAll(db)
      await replay(db, [without])
      const expected = await takeSnapshot(db)
      const difference = await findDifference(db, deeds, { random, recorders, expected })
      if (difference !== undefined) failures.push(`history ${index} of the database, ${difference}`)
      progress(index + 1)
    }
  } finally {
    await db.destroy()
    await servers.stop()
  }
  return failures
}

/** FNV-1a */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

function createProgress(name: string, all: number): (done: number) => void {
  let printedAt = Date.now()
  return (done) => {
    if (Date.now() - printedAt < 10_000) return
    printedAt = Date.now()
    console.log(`… ${done} of ${all} ${name}`)
  }
}
