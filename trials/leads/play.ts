/** Leads, lost webhooks, and the sweep that finds them, while calls fail and processes are killed. */
import { setTimeout as pause } from 'node:timers/promises'
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { raiseStorm } from '../converse/graph-storm.ts'
import { openSetup, type Setup } from '../converse/setup.ts'
import { startRandomKills } from '../kills.ts'
import type { StormSettings } from '../known-truth.ts'
import { runPagebeat } from '../moderation/run-command.ts'
import { createJudgement } from '../report.ts'
import type { Figure } from '../result-file.ts'
import { appId, appSecret } from '../secrets.ts'
import { judgeLeads } from './judge.ts'
import { makeLeads, type SentLead } from './make-leads.ts'

export interface LeadSettings extends StormSettings {
  readonly leads: number
  /** Share of leads without a webhook. */
  readonly lost: number
}

const settleMs = 900_000
const minuteMs = 60_000
/** Old enough for the sweep, which leaves young leads to their webhooks. */
const age = { leastMs: 15 * minuteMs, mostMs: 180 * minuteMs }
/** Sweeps that are killed before one runs to its end. */
const killedSweeps = 2

export async function playLeads(settings: LeadSettings) {
  const { seed, pages, workers, perSecond, faults, killMs } = settings
  const setup = await openSetup({
    seed,
    pages,
    workers,
    layout: 'one',
    concurrency: 16,
    env: { LEAD_SWEEP_MINUTES: '0', IDENTITY_COUNTRY: 'DE' },
  })
  const { graph, pageIds, installation } = setup
  const judgement = createJudgement()
  raiseStorm(graph, { share: faults, lateMs: 2_000 })
  graph.faults.set('throttle-page', faults / 200, { ms: 1_000 })
  graph.faults.set('numeric-ids', 0.2)
  graph.faults.set('lead-lost', settings.lost)
  const killed = { count: 0 }
  const kills = startRandomKills(installation, setup.workers, {
    betweenMs: killMs,
    random: createRandom(`${seed} kills`),
    killed,
  })
  const startedMs = performance.now()
  const random = createRandom(`${seed} leads`)
  const forms = pageIds.map((page) => [1, 2].map((number) => graph.createLeadForm(page, `Form ${number}`)))
  const ad = { id: '120330000123456', name: 'Autumn', campaignId: '120330000999999', campaignName: 'Bread' }
  const sent: SentLead[] = []
  for (const made of makeLeads(random, settings)) {
    const { email, phone, name, page, isOfAd } = made
    const pageId = pageIds[page] ?? ''
    const form = random.pick(forms[page] ?? [])
    const lead = graph.submitLead(pageId, {
      form,
      values: { email: email.toUpperCase(), phone_number: phone, full_name: name, colour: ['red', 'blue'] },
      at: Date.now() - age.leastMs - random.below(age.mostMs - age.leastMs),
      ...(isOfAd ? { ad } : {}),
    })
    sent.push({ made, lead, pageId })
    await pause(1_000 / perSecond)
  }
  const lost = sent.filter(({ lead }) => lead.isLost).length
  judgement.line('leads', `${sent.length} on ${pages} Pages`)
  judgement.line('lost webhooks', lost)
  judgement.expect(await untilFetched(setup, sent.length - lost), 'not every lead with a webhook was fetched')
  judgement.line('fetched after webhooks', `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
  const before = await query(setup.database, 'select count(*) as rowCount from `lead`')
  judgement.expect(
    Number(textOf(before[0] ?? {}, 'rowCount')) === sent.length - lost,
    'a lead is there of which nobody told',
  )

  await setup.database.query('update page set registeredTs = now(3)') // as `pagebeat page add` does
  const sweeps = createRandom(`${seed} sweeps`)
  for (let count = 0; count < killedSweeps; count += 1) await sweep(setup, 1_500 + sweeps.below(2_000))
  const swept = await sweep(setup)
  judgement.expect(swept.status === 0, `the sweep did not come to its end: ${swept.output}`)
  judgement.expect(await untilFetched(setup, sent.length), 'not every lead was fetched')
  await kills.stop()
  graph.faults.clear()
  const last = await sweep(setup)
  judgement.expect(
    last.status === 0 && !/[1-9]\d* of which no webhook/.test(last.output),
    `another sweep found more: ${last.output}`,
  )
  judgement.expect(await setup.untilSettled(settleMs), 'jobs are left')
  await judgeLeads(setup, sent, judgement)
  judgement.line('kills of workers', killed.count)
  judgement.line('faulty calls', graph.answers.filter(({ status }) => status !== 200).length)
  const seconds = (performance.now() - startedMs) / 1_000
  judgement.line('time', `${seconds.toFixed(1)} s`)
  const figures: Figure[] = [
    { name: 'leads', value: sent.length, unit: 'leads' },
    { name: 'lost', value: lost, unit: 'leads' },
    { name: 'kills', value: killed.count, unit: 'kills' },
    { name: 'time', value: Math.round(seconds), unit: 's' },
  ]
  return { setup, judgement, figures }
}

async function untilFetched({ database, graph, installation }: Setup, leads: number): Promise<boolean> {
  return await installation.untilQuiet(settleMs, async () => {
    const rows = await query(
      database,
      "select count(*) as rowCount from `lead` where state = 'fetched' and dueTs is null",
    )
    return graph.outbox.pending + Math.max(0, leads - Number(textOf(rows[0] ?? {}, 'rowCount')))
  })
}

function sweep(
  { installation, graph, secretKey }: Setup,
  killAfterMs?: number,
): ReturnType<typeof runPagebeat> {
  return runPagebeat(['lead', 'sweep', '--whole'], {
    databaseUrl: installation.databaseUrl,
    ...(killAfterMs === undefined ? {} : { killAfterMs }),
    env: {
      FACEBOOK_APP_ID: appId,
      FACEBOOK_APP_SECRET: appSecret,
      PAGEBEAT_SECRET_KEY: secretKey,
      GRAPH_API_URL: graph.url,
      IDENTITY_COUNTRY: 'DE',
    },
  })
}
