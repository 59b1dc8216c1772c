/** Lead forms, as the advertiser makes them and customers fill them in. */
import type { GraphWorld } from '../graph-api/graph-world.ts'
import { createLeadForm, submitLead, type Submission } from '../world/lead-forms.ts'
import { emitOther } from '../world/messenger-actions.ts'
import type { Lead, LeadForm } from '../world/state.ts'
import { openThread, requirePage, requirePerson, tick } from '../world/world.ts'

export function createLeadActions(world: GraphWorld) {
  return {
    createLeadForm: (page: string, name: string): LeadForm =>
      createLeadForm(world, requirePage(world, page), name),
    submitLead: (page: string, submission: Submission): Lead =>
      submitLead(world, requirePage(world, page), submission),
    /** A lead ad of Messenger asks its questions in the thread. */
    completeLeadInThread(
      page: string,
      customer: { readonly key: string },
      { adId, values }: { readonly adId: string; readonly values: Readonly<Record<string, string>> },
    ): Promise<unknown> {
      const thread = openThread(world, requirePage(world, page), requirePerson(world, customer.key))
      const at = tick(world, thread)
      thread.openedAt = at
      const data = Object.entries(values).map(([question, answer]) => ({ question, answer }))
      const referral = { source: 'ADS', type: 'LEAD_COMPLETE', ad_id: adId }
      return emitOther(world, {
        type: 'referral',
        of: thread,
        at,
        list: 'messaging',
        body: { referral, lead: { data } },
      })
    },
  }
}
