import test from 'ava'
import { createGraph } from '../../src/facebook/graph/compose.ts'
import { createSender } from '../../src/facebook/send-outbound.ts'
import { outboundRowOf } from '../helpers/worker-ports.ts'
import { answer, says, startRawServer } from './graph/raw-server.ts'

/** A sender whose calls have a minute from their claim on; and what reached Facebook. */
async function open(t: { teardown(end: () => unknown): void }) {
  const server = await startRawServer(says(answer('{"recipient_id":"77","message_id":"m_1"}')))
  const graph = createGraph({ url: server.url, version: 'v26.0', appSecret: 's' })
  t.teardown(async () => {
    await graph.close()
    await server.close()
  })
  const sender = createSender({
    call: graph.call,
    findToken: async () => 'EAAB',
    isKnown: async () => new Set(),
    deadlineMs: 60_000,
    now: Date.now,
  })
  return { sender, server }
}

test('a claim that is too old sends nothing: another worker may have taken over the row', async (t) => {
  const { sender, server } = await open(t)
  t.is((await sender.send(outboundRowOf())).platformId, 'm_1')
  // The connection is open now: a byte could leave at once.
  const old = { ...outboundRowOf(), claimedAt: performance.now() - 60_001 }
  t.like(await t.throwsAsync(sender.send(old)), {
    code: 'graph_unavailable',
    fault: { reason: 'deadline_before_sending' },
  })
  t.is(server.requests.length, 1)
})

test("an agent's message after the window has the tag HUMAN_AGENT, and any other is a RESPONSE", async (t) => {
  const { sender, server } = await open(t)
  await sender.send(outboundRowOf())
  await sender.send({ ...outboundRowOf(), tag: 'HUMAN_AGENT' })
  const [response = '', tagged = ''] = server.requests.map(({ body }) => body)
  t.regex(response, /"messaging_type":"RESPONSE","message"/)
  t.regex(tagged, /"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT","message"/)
})
