import test, { type ExecutionContext } from 'ava'
import { asPageId, asPsid } from '../../../src/domain/ids.ts'
import { graphFaults, type GraphFaultName as FaultName } from '../../../sandbox/facebook/faults.ts'
import { startGraph, type SimulatedGraph } from '../../../sandbox/facebook/graph-api/server.ts'
import { PipelineError } from '../../../src/errors.ts'
import { createGraphCall } from '../../../src/facebook/graph/client.ts'
import { findReplies, hideComment, likeObject, replyToComment } from '../../../src/facebook/graph/comments.ts'
import { findRecentMessages } from '../../../src/facebook/graph/conversations.ts'
import { debugToken } from '../../../src/facebook/graph/debug-token.ts'
import { createGraphAgent } from '../../../src/facebook/graph/graph-agent.ts'
import type { GraphCall } from '../../../src/facebook/graph/graph-call.ts'
import {
  deleteMessengerProfile,
  readMessengerProfile,
  setMessengerProfile,
} from '../../../src/facebook/graph/messenger-profile.ts'
import { findPage } from '../../../src/facebook/graph/page-info.ts'
import {
  findSubscribedApps,
  subscribePage,
  unsubscribePage,
} from '../../../src/facebook/graph/page-subscription.ts'
import { findProfile } from '../../../src/facebook/graph/profile.ts'
import { sendAction, sendMessage } from '../../../src/facebook/graph/send-message.ts'
import { passThreadControl } from '../../../src/facebook/graph/thread-control.ts'
import { withDeadline } from '../../../src/facebook/graph/with-deadline.ts'

const access = { pageId: asPageId('100200300400'), token: 'EAAB-token-of-the-page' }
const app = { appToken: '5|app-secret' }
/** Faults that concern the call and its response. */
const callFaults = Object.keys(graphFaults).filter(
  (name): name is FaultName => !/^(?:echo|lead|list|profile|receipts|slow|refuse-)/.test(name),
)

test('after every fault the error is right: sent once, not sent, or not known', async (t) => {
  const { graph, call } = await startTrial(t, { deadlineMs: 400 })
  const person = graph.createPerson({ name: 'Ada Lovelace' })
  person.write(access.pageId, 'Hello')
  const ends = new Set<string>()
  for (const name of callFaults)
    for (let i = 0; i < 3; i++) {
      const metadata = `pagebeat.${name}.${i}`
      graph.faults.force(name)
      const message = { recipient: { id: person.psid(access.pageId) }, message: { text: metadata }, metadata }
      const end = await sendMessage(call, access, message).then(() => 'sent', dispositionOf)
      graph.faults.clear()
      const page = graph.page(access.pageId)
      if (page !== undefined) page.throttledUntil = 0
      const seen = graph.ledger.seenBy(person).filter((shown) => shown.metadata === metadata).length
      const isTrue = end === 'sent' ? seen === 1 : end === 'unknown' ? seen <= 1 : seen === 0
      t.true(isTrue, `${name}: ${end}; the customer saw it ${seen} times`)
      ends.add(end)
    }
  t.deepEqual([...ends].toSorted(), ['unknown', 'wait'])
  t.deepEqual(graph.crashes, [])
})

test('the functions work with the simulated Graph API', async (t) => {
  const { graph, call } = await startTrial(t)
  const person = graph.createPerson({ name: 'Ada Lovelace', timezone: 5.5 })
  person.write(access.pageId, 'Hello')
  const psid = asPsid(person.psid(access.pageId))
  const recipient = { id: psid }

  t.like(await findProfile(call, access, { psid }), {
    isFound: true,
    profile: { firstName: 'Ada', timezone: 5.5 },
  })
  await sendAction(call, access, { psid, action: 'mark_seen' })
  const sent = await sendMessage(call, access, {
    recipient,
    message: { text: 'Hi' },
    metadata: 'pagebeat.1.a',
  })
  t.is(sent.recipientId, psid)
  t.like((await findRecentMessages(call, access, { psid })).items, [
    { id: sent.messageId, text: 'Hi', fromPage: true },
    { text: 'Hello', fromPage: false },
  ])

  const post = graph.pagePosts(access.pageId, 'New beans')
  const { id } = person.comment(post.id, 'How much?')
  const reply = await replyToComment(call, access, { objectId: id, text: 'Three euros' })
  await hideComment(call, access, { commentId: id })
  await likeObject(call, access, { objectId: id })
  t.like((await findReplies(call, access, { commentId: id })).items, [
    { id: reply.id, text: 'Three euros', isFromPage: true },
  ])
  const privately = { recipient: { commentId: id }, message: { text: 'Here too' }, metadata: 'pagebeat.2.a' }
  t.is((await sendMessage(call, access, privately)).recipientId, psid)
  t.like(await t.throwsAsync(sendMessage(call, access, privately)), { meaning: 'already_replied' })

  await subscribePage(call, access, { fields: ['feed', 'messages'] })
  t.like(await findSubscribedApps(call, access), [{ appId: '5', fields: ['feed', 'messages'] }])
  await unsubscribePage(call, access)
  t.deepEqual(await findSubscribedApps(call, access), [])

  await setMessengerProfile(call, access, { get_started: { payload: 'start' } })
  t.deepEqual(await readMessengerProfile(call, access), { get_started: { payload: 'start' } })
  await deleteMessengerProfile(call, access, { fields: ['get_started'] })
  t.deepEqual(await readMessengerProfile(call, access), {})

  t.like(await debugToken(call, app, { token: access.token }), { isValid: true, type: 'PAGE', appId: '5' })
  t.like(await findPage(call, access), { id: access.pageId, name: 'Beanery' })
  await passThreadControl(call, access, { psid })
  t.like(
    await t.throwsAsync(sendMessage(call, access, { recipient, message: { text: 'Me?' }, metadata: 'm' })),
    {
      meaning: 'other_app_in_control',
    },
  )
  t.deepEqual(graph.crashes, [])
})

function dispositionOf(error: unknown): string {
  return error instanceof PipelineError ? error.disposition : 'a bug'
}

async function startTrial(
  t: ExecutionContext,
  { deadlineMs = 15_000 } = {},
): Promise<{ graph: SimulatedGraph; call: GraphCall }> {
  const graph = await startGraph({
    appId: '5',
    appSecret: 'app-secret',
    seed: 'client',
    pages: [{ id: access.pageId, name: 'Beanery', token: access.token }],
  })
  const dispatcher = createGraphAgent()
  t.teardown(async () => {
    await dispatcher.destroy()
    await graph.close()
  })
  const bare = createGraphCall({ url: graph.url, version: 'v26.0', appSecret: 'app-secret', dispatcher })
  return { graph, call: withDeadline(bare, { initialMs: deadlineMs }) }
}
