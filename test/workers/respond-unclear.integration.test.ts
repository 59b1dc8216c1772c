/** A call whose response was lost may have taken effect: nothing is told that would be untrue if it did. */
import test, { type ExecutionContext } from 'ava'
import type { ConversationOptions } from '../../bin/wiring/open-conversation.ts'
import { feedChannel } from '../../src/domain/event.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { GraphRejectedError } from '../../src/errors.ts'
import { createRespondStep, type RespondDeps } from '../../workers/respond.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const promising: ConversationOptions['storyboard'] = () => ({
  listensTo: (kind) => kind === 'comment',
  asksForRecent: false,
  isAutomaticApp: () => false,
  respond: async () => ({
    actions: [
      { do: 'private_reply', message: { text: 'Tell us.' } },
      { do: 'comment', text: 'We have written to you.', onlyIf: { step: 0, is: 'accepted' } },
      { do: 'comment', text: 'Please write to us.', onlyIf: { step: 0, is: 'refused' } },
    ],
    context: {},
    scene: 'promise',
  }),
})

/** Ada has commented. The private reply took effect, its response was lost, and no echo tells of it. */
async function loseResponse(t: ExecutionContext) {
  const { graph, database, deps } = await runConversation(t, { storyboard: promising, withoutRespond: true })
  const ada = graph.createPerson({ name: 'Ada' })
  const { id } = graph.pagePosts(beanery.id, 'New beans')
  await ada.comment(id, 'bad').delivered
  await until(
    'the turn is understood',
    async () => (await database.query('select 1 from turn where understanding is not null')).length === 1,
  )
  const [row] = await database.query('select id from conversation')
  const conversationId = asConversationId(String(row?.['id']))
  const states = async () => {
    const rows = await database.query('select state, reason from outbound order by step')
    return rows.map(({ state, reason }) =>
      typeof reason === 'string' ? `${String(state)} (${reason})` : state,
    )
  }
  graph.faults.set('echo-never', 1)
  graph.faults.set('answer-lost', 1)
  const job = { v: 1, conversationId, channel: feedChannel } as const
  await until('the outcome is unknown', async () => {
    await createRespondStep(deps)(job) // the turn may wait for earlier ones first
    return String((await states())[0]).startsWith('unknown')
  })
  graph.faults.set('answer-lost', 0)
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ text }) => text),
    ['Tell us.'],
  )
  return {
    states,
    outcome: async () => (await database.query('select outcome from turn'))[0]?.['outcome'],
    goOn: (ports: Partial<RespondDeps> = {}) => createRespondStep({ ...deps, graceMs: 0, ...ports })(job),
    seen: () => graph.ledger.seenBy(ada).map(({ text }) => text),
  }
}

test.serial('a private reply that Facebook has from the lost call counts as sent', async (t) => {
  const { states, outcome, goOn, seen } = await loseResponse(t)
  await goOn()
  t.deepEqual(await states(), ['sent (already_replied)', 'sent', 'skipped (not_needed)'])
  t.deepEqual(seen(), ['Tell us.', 'We have written to you.'])
  t.is(await outcome(), 'answered')
})

test.serial('another refusal of the repeated private reply says nothing about the lost call', async (t) => {
  const { states, outcome, goOn, seen } = await loseResponse(t)
  await goOn({
    async send() {
      throw new GraphRejectedError({ reason: 'graph_error', meaning: 'person_unavailable' })
    },
  })
  t.deepEqual(await states(), ['held (person_unavailable)', 'skipped (not_needed)', 'skipped (not_needed)'])
  t.deepEqual(seen(), ['Tell us.'], 'no text says that there is none')
  t.is(await outcome(), 'held')
})
