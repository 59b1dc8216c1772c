/** Conversation routing: whose a thread is, with and without a default app. */
import test, { type ExecutionContext } from 'ava'
import { startGraph } from '../../../../sandbox/facebook/graph-api/server.ts'
import { asPageId, asPsid } from '../../../../src/domain/ids.ts'
import { createGraphCall } from '../../../../src/facebook/graph/client.ts'
import { createGraphAgent } from '../../../../src/facebook/graph/graph-agent.ts'
import {
  findIsOwner,
  passThreadControl,
  takeThreadControl,
} from '../../../../src/facebook/graph/thread-control.ts'

const page = { id: '1001', name: 'Beanery', token: 'EAAB-token' }
const access = { pageId: asPageId(page.id), token: page.token }
const hourMs = 3_600_000

async function openThread(t: ExecutionContext, defaultApp?: string) {
  let nowMs = Date.now()
  const given = defaultApp === undefined ? page : { ...page, defaultApp }
  const graph = await startGraph({
    appId: '4711',
    appSecret: 'shh',
    seed: t.title,
    now: () => nowMs,
    pages: [given],
  })
  const dispatcher = createGraphAgent()
  t.teardown(async () => {
    await graph.close()
    await dispatcher.destroy()
  })
  const call = createGraphCall({ url: graph.url, version: 'v26.0', appSecret: 'shh', dispatcher })
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(page.id, 'Hello')
  const thread = { psid: asPsid(ada.state.psids.get(page.id) ?? '') }
  return {
    ada,
    graph,
    pass: () => passThreadControl(call, access, thread),
    take: () => takeThreadControl(call, access, thread),
    isOurs: () => {
      nowMs += 1_000 // Facebook allows two such calls a second
      return findIsOwner(call, access, thread)
    },
    later: (ms: number) => void (nowMs += ms),
  }
}

for (const defaultApp of ['4711', undefined])
  test(`a passed thread comes back by Done and after 24 hours, default app ${defaultApp ?? 'none'}`, async (t) => {
    const { graph, ada, pass, isOurs, later } = await openThread(t, defaultApp)
    t.true(await isOurs())
    await pass()
    t.false(await isOurs())
    graph.moveToDone(page.id, ada)
    t.true(await isOurs())
    await pass()
    later(23 * hourMs)
    t.false(await isOurs())
    later(hourMs)
    t.true(await isOurs())
  })

test('an agent who writes controls the thread where there is a default app, which may take it back', async (t) => {
  const routed = await openThread(t, '4711')
  routed.graph.pageInboxWrites(page.id, routed.ada, 'An agent here')
  t.false(await routed.isOurs())
  await routed.take()
  t.true(await routed.isOurs())
  const free = await openThread(t)
  free.graph.pageInboxWrites(page.id, free.ada, 'An agent here')
  t.true(await free.isOurs())
  t.like(await t.throwsAsync(free.take()), { fault: { code: 10 } })
})
