/** `npm run bench:console`: the Inbox of the console with many conversations, and how soon agents see a message. */
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { rebuildInbox } from '../../src/db/console/inbox/rebuild.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createProofDatabase } from '../identity/proof-database.ts'
import { describeComputer } from '../machine.ts'
import { printTable } from '../report.ts'
import { type Figure, writeResultFile } from '../result-file.ts'
import { fillInbox } from './fill-inbox.ts'
import { type Measured, measureLists } from './measure-lists.ts'
import { measureLive } from './measure-live.ts'

/** What the queries need lies in memory, as on a server for a brand of this size. */
const mariadbArgs = ['--innodb-buffer-pool-size=2G']

await runTrial({
  script: 'bench:console',
  about: `Measures the console: lists, filters, searches and messages of a large Inbox, the time from a webhook to an open
page, and the console's own processor time. Needs a machine with nothing else to do. Status 1 if a message was not seen;
a missed target is printed.`,
  options: {
    quick: '2,000 conversations with 20,000 messages, and five seconds of messages',
    'only <a,b>': 'parts: a lists, b live (default: both)',
    'conversations <number>': 'default 100000',
    'messages <number>': 'default 1000000',
    'rate <number>': 'messages a second for the live part (default 50)',
    'seconds <number>': 'of the live part (default 20)',
  },
  run,
})

async function run(given: Given): Promise<number> {
  const isQuick = given.isOn('quick')
  const parts = (given.text('only') ?? 'a,b').split(',')
  const figures: Figure[] = []
  if (parts.includes('a')) figures.push(...(await benchLists(given, isQuick)))
  let unseen = 0
  if (parts.includes('b')) {
    const live = await measureLive({
      perSecond: given.whole('rate', 50),
      seconds: given.whole('seconds', isQuick ? 5 : 20),
      people: isQuick ? 100 : 500,
      idleSeconds: isQuick ? 5 : 30,
      restSeconds: isQuick ? 0 : 65,
    })
    unseen = live.unseen
    const lines: Figure[] = [
      { name: 'webhook to the open Inbox, p50', value: live.p50, unit: 'ms', note: 'target 150 ms' },
      { name: 'webhook to the open Inbox, p99', value: live.p99, unit: 'ms', note: 'target 500 ms' },
      { name: 'processor time of the console, live', value: live.liveCpu, unit: 'ms/s' },
      {
        name: 'processor time of the console, idle',
        value: live.idleCpu,
        unit: 'ms/s',
        note: 'target 2 ms/s',
      },
    ]
    printTable([
      [`${live.messages} messages, ${unseen} of them not seen`, ''],
      ...lines.map(({ name, value, unit, note = '' }) => [name, `${value.toFixed(1)} ${unit} ${note}`]),
    ])
    figures.push(...lines)
  }
  if (given.isOn('save'))
    writeResultFile({ name: 'bench-console', script: 'bench:console', machine: describeComputer(), figures })
  return unseen === 0 ? 0 : 1
}

async function benchLists(given: Given, isQuick: boolean): Promise<Figure[]> {
  const conversations = given.whole('conversations', isQuick ? 2_000 : 100_000)
  const messages = given.whole('messages', isQuick ? 20_000 : 1_000_000)
  const servers = await startServers({ log: (line) => console.log(line), mariadbArgs })
  try {
    const url = await createProofDatabase(servers.databaseUrl, 'pagebeat_bench_console')
    const longest = Math.floor(messages / 100)
    await time('filled', () => fillInbox(url, { conversations, messages, longest }))
    const db = createDatabase({ url, poolSize: 8 })
    const seconds = await time('the Inbox was built', () => rebuildInbox(db, { now: Date.now }))
    const measured = await measureLists(db, isQuick ? 20 : 100)
    await db.destroy()
    print(measured)
    const size = `${conversations} conversations, ${messages} messages`
    return [
      { name: `the Inbox is built, ${size}`, value: seconds, unit: 's' },
      ...measured.flatMap(({ name, p50, p99, most }) => [
        { name: `${name}, p50`, value: p50, unit: 'ms' },
        { name: `${name}, p99`, value: p99, unit: 'ms', note: `target ${most} ms` },
      ]),
    ]
  } finally {
    await servers.stop()
  }
}

function print(measured: readonly Measured[]): void {
  printTable([
    ['', 'p50 ms', 'p99 ms', 'found', ''],
    ...measured.map(({ name, p50, p99, most, found }) => [
      name,
      p50.toFixed(1),
      p99.toFixed(1),
      String(found),
      p99 <= most ? 'ok' : `MISSED: at most ${most}`,
    ]),
  ])
}

async function time(what: string, work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  const seconds = (performance.now() - startedMs) / 1_000
  console.log(`${what}: ${seconds.toFixed(1)} s`)
  return seconds
}
