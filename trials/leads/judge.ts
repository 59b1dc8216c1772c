/** The tables against what was filled in. */
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import type { Setup } from '../converse/setup.ts'
import type { Judgement } from '../report.ts'
import type { SentLead } from './make-leads.ts'

export async function judgeLeads(
  { database }: Setup,
  sent: readonly SentLead[],
  judgement: Judgement,
): Promise<void> {
  const rows = await query(
    database,
    `select l.leadId, l.pageId, l.formId, l.adId, l.campaignName, l.answers, l.state, l.foundBy, i.interactionType,
        i.pId as interactionOf, c.pId, p.email, p.phone, p.firstName, p.lastName
      from \`lead\` l left join interaction i on i.kwInteractionId = l.kwInteractionId
      left join chan2Profile c on c.channelId = l.leadId and c.cidType = 'lead' left join profile p on p.pId = c.pId`,
  )
  const byId = new Map(rows.map((row) => [textOf(row, 'leadId'), row]))
  judgement.line('rows of lead', rows.length)
  judgement.expect(
    rows.length === sent.length && byId.size === sent.length,
    'a lead is missing, or there twice',
  )
  const wrong = sent.filter(({ made, lead, pageId }) => {
    const row = byId.get(lead.id)
    if (row === undefined) return true
    const answers = JSON.stringify({
      email: made.email.toUpperCase(),
      phone_number: made.phone,
      full_name: made.name,
      colour: ['red', 'blue'],
    })
    const [firstName = '', ...rest] = made.name.split(' ')
    const expected = {
      pageId,
      formId: lead.form.id,
      adId: lead.ad?.id ?? '',
      campaignName: lead.ad?.campaignName ?? '',
      answers,
      state: 'fetched',
      foundBy: lead.isLost ? 'sweep' : 'webhook',
      interactionType: 'leadgen',
      interactionOf: textOf(row, 'pId'),
      email: made.email,
      phone: made.phone,
      firstName,
      lastName: rest.join(' '),
    }
    return Object.entries(expected).some(([name, value]) => textOf(row, name) !== value)
  })
  judgement.line('leads whose row, customer or profile is wrong', wrong.length)
  judgement.expect(wrong.length === 0, `wrong: ${describe(wrong, byId)}`)
  const found = rows.filter((row) => textOf(row, 'foundBy') === 'sweep').length
  judgement.line('found by the sweep', found)
  judgement.expect(
    found === sent.filter(({ lead }) => lead.isLost).length,
    'the sweep counts others than the lost ones',
  )
  const customers = new Set(rows.map((row) => textOf(row, 'pId'))).size
  const emails = new Set(sent.map(({ made }) => made.email)).size
  judgement.line('customers', `${customers} with ${emails} e-mails`)
  judgement.expect(customers === emails, 'customers with the same e-mail are not one, or others are')
  const [interactions] = await query(
    database,
    "select count(*) as rowCount from interaction where interactionType = 'leadgen'",
  )
  judgement.line('interactions', Number(textOf(interactions ?? {}, 'rowCount')))
  judgement.expect(
    Number(textOf(interactions ?? {}, 'rowCount')) === sent.length,
    'a lead has no interaction, or two',
  )
  const [letters] = await query(database, 'select count(*) as rowCount from deadLetter')
  judgement.expect(Number(textOf(letters ?? {}, 'rowCount')) === 0, 'there are dead letters')
}

function describe(wrong: readonly SentLead[], rows: ReadonlyMap<string, unknown>): string {
  return wrong
    .slice(0, 3)
    .map(({ made, lead }) => `${JSON.stringify(made)} is ${JSON.stringify(rows.get(lead.id) ?? 'missing')}`)
    .join('; ')
}
