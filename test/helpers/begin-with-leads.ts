/** Leads at a simulated Facebook, and the tables that they are to be in. */
import type { ExecutionContext } from 'ava'
import { openLeads } from '../../bin/wiring/open-leads.ts'
import { startGraph } from '../../sandbox/facebook/graph-api/server.ts'
import { keepPageTokens } from '../../sandbox/keep-page-tokens.ts'
import { emptyLeadMap } from '../../src/leads/lead-map.ts'
import { at, feedBody, pageId } from './decoded.ts'
import { openTables } from './open-tables.ts'

const secretKey = Buffer.alloc(32, 7).toString('base64')
export const leadsNow = at(3_600)

export async function beginWithLeads(t: ExecutionContext) {
  const tables = await openTables()
  const page = { id: pageId, name: 'Beanery', token: 'EAAB-1' }
  const graph = await startGraph({
    appId: '1',
    appSecret: 'shh',
    seed: 1,
    pages: [page],
    now: () => leadsNow,
  })
  t.teardown(() => graph.close())
  await keepPageTokens(tables.database.url, secretKey, [page])
  const leads = openLeads({
    db: tables.db,
    now: () => leadsNow,
    config: {
      graphUrl: graph.url,
      graphVersion: 'v26.0',
      appSecret: 'shh',
      secretKeys: [secretKey],
      map: emptyLeadMap,
      country: 'DE',
      sweepEveryMs: 0,
    },
  })
  t.teardown(() => leads.close())
  const form = graph.createLeadForm(pageId, 'Tasting')
  /** A lead at Facebook. Its webhook goes nowhere: the test tells of it. */
  const submit = (values: Record<string, string>, seconds = 0) =>
    graph.submitLead(pageId, {
      form,
      values,
      at: at(seconds),
      ad: { id: '93001', name: 'Autumn', campaignId: '95001', campaignName: 'Bread' },
    })
  const tell = (leadId: string, seconds = 0) =>
    tables.record(
      feedBody(
        {
          leadgen_id: leadId,
          form_id: form.id,
          page_id: pageId,
          ad_id: '93001',
          created_time: at(seconds) / 1000,
        },
        at(seconds + 1),
        'leadgen',
      ),
    )
  const rows = () =>
    tables.database.query(
      `select l.leadId, l.state, l.foundBy, l.reason, l.campaignName, i.pId, p.email, p.firstName from \`lead\` l
        left join interaction i using (kwInteractionId) left join profile p on p.pId = i.pId order by l.createdTs`,
    )
  return { ...tables, graph, form, leads, submit, tell, rows }
}
