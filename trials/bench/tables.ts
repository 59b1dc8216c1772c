/** (b) Webhook to tables: Pagebeat against the plain design, the same simulated life of three Pages for both. */
import type { Connection } from 'mysql2/promise'
import type { Bench } from './bench-context.ts'
import { readNumbers } from './new-rows.ts'
import { type Chain, startPagebeat, startPlain } from './chain.ts'
import type { Recipe } from './recipe.ts'
import { contend } from './rounds.ts'
import { measureThroughput } from './throughput.ts'
import { atLeast, type Finding } from './verdict.ts'

const names = ['pagebeat', 'plain'] as const
const withConsole = 'console'

export async function benchTables(bench: Bench): Promise<Finding[]> {
  const { rounds, events, plainEvents, warmUp, untilCompiled } = bench.sizes.tables
  console.log(
    `(b) the simulated Facebook in POSTs of 1–50 events, ${rounds} rounds of ${events} (plain: the first ${plainEvents} of them)`,
  )
  const [pagebeat, plain] = await Promise.all([startPagebeat(bench, 'pagebeat'), startPlain(bench, 'plain')])
  const watched = bench.hasConsole ? await startPagebeat(bench, withConsole, { hasConsole: true }) : undefined
  const chains = { pagebeat, plain, [withConsole]: watched ?? pagebeat }
  const contenders = watched === undefined ? names : ([...names, withConsole] as const)
  try {
    for (const name of contenders) await measureThroughput(bench, chains[name], lifeOf('warm-up', warmUp))
    await requireSameWork(chains)
    for (const name of contenders)
      await measureThroughput(
        bench,
        chains[name],
        lifeOf('compile', name === 'plain' ? plainEvents : untilCompiled),
      )
    const compare = await contend(bench, {
      contenders,
      rounds,
      title: '(b) webhook to tables, medians; CPU in µs an event',
      measure: (name, round) =>
        measureThroughput(
          bench,
          chains[name],
          lifeOf(`round ${round}`, name === 'plain' ? plainEvents : events),
        ),
    })
    const what = 'webhook to tables: Pagebeat / one job an event a stage'
    const findings = [atLeast('b', what, compare('pagebeat', 'plain'), { target: 8, aim: 12 })]
    if (watched === undefined) return findings
    const beside = 'webhook to tables: Pagebeat with an open console / without'
    return [...findings, atLeast('b', beside, compare(withConsole, 'pagebeat'), { target: 0.97 })]
  } finally {
    await Promise.all(contenders.map((name) => chains[name].stop()))
  }
}

/** A stream of events, the same for all chains. `seed`: other events than those of any other seed. */
export function lifeOf(seed: string, events: number): Recipe {
  return { of: 'world', seed: `life ${seed}`, events, batch: [1, 50], people: 2_000, baseTime }
}
const baseTime = Date.now()

/** A baseline that leaves something out would be no baseline: after the same stream all tables agree. */
async function requireSameWork({ pagebeat, plain }: Record<(typeof names)[number], Chain>): Promise<void> {
  const [ours, theirs] = [await fingerprint(pagebeat.database), await fingerprint(plain.database)]
  const differences = Object.keys(ours).filter((name) => ours[name] !== theirs[name])
  if (differences.length === 0) return
  const list = differences.map((name) => `${name} ${ours[name]} / ${theirs[name]}`)
  throw new Error(`the baseline does other work than Pagebeat: ${list.join(', ')}`)
}

const countedTables =
  'interaction chanFacebookFeed chanFacebookMessenger profile profileFacebook page conversation ' +
  'receipt receiptMid pageMessage contentState contentRow deadLetter'

/** What the tables hold, in numbers: two designs that did the same work agree. The plain one reads no ids in texts. */
async function fingerprint(connection: Connection): Promise<Record<string, number>> {
  const counts = countedTables.split(' ').map((table) => `(SELECT COUNT(*) FROM ${table}) ${table}`)
  return await readNumbers(
    connection,
    `SELECT ${counts.join(', ')},
      (SELECT COUNT(*) FROM chan2Profile WHERE cidType = 'facebook') chan2Profile,
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE deliveredFlag = 1) delivered,
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE readFlag = 1) readMessages,
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE removedTs IS NOT NULL OR editedTs IS NOT NULL) changedMessages,
      (SELECT COUNT(*) FROM chanFacebookFeed WHERE removedTs IS NOT NULL) removedFeed,
      (SELECT SUM(deliveries) FROM webhookDelivery) deliveries,
      (SELECT SUM(UNIX_TIMESTAMP(lastInteractionTs)) FROM profileFacebook) lastInteractions,
      (SELECT COUNT(*) FROM profileFacebook WHERE name IS NOT NULL) named`,
  )
}
