import test, { type ExecutionContext } from 'ava'
import { startGraph } from '../../../sandbox/facebook/graph-api/server.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { createGraphCall } from '../../../src/facebook/graph/client.ts'
import { createGraphAgent } from '../../../src/facebook/graph/graph-agent.ts'
import { findRouting } from '../../../src/facebook/page-check/find-routing.ts'

const appId = '4711'
const page = { id: '1001', name: 'Beanery', token: 'EAAB-token' }
const access = { pageId: asPageId(page.id), token: page.token }
const dayMs = 24 * 60 * 60_000

/** A Page with a customer who wrote `daysAgo`, and the question about its routing. */
async function openPage(t: ExecutionContext, defaultApp: string | undefined, daysAgo = 0) {
  let nowMs = Date.now() - daysAgo * dayMs
  const given = defaultApp === undefined ? {} : { defaultApp }
  const graph = await startGraph({
    appId,
    appSecret: 'shh',
    seed: t.title,
    now: () => nowMs,
    pages: [{ ...page, ...given }],
  })
  const dispatcher = createGraphAgent()
  t.teardown(async () => {
    await graph.close()
    await dispatcher.destroy()
  })
  const call = createGraphCall({ url: graph.url, version: 'v26.0', appSecret: 'shh', dispatcher })
  const ada = graph.createPerson({ name: 'Ada' })
  return {
    ada,
    graph,
    write: () => {
      ada.write(page.id, 'Hello')
      nowMs = Date.now()
    },
    routing: () => {
      nowMs += 1_000 // Facebook allows two such calls a second
      return findRouting(call, access, () => nowMs)
    },
  }
}

test('this app is the default app, also while an agent holds the other threads', async (t) => {
  const { graph, ada, write, routing } = await openPage(t, appId)
  t.is(await routing(), 'no_thread')
  write()
  t.is(await routing(), 'this_app')
  graph.takeThread(page.id, ada)
  t.is(await routing(), 'no_thread', 'a thread of an agent is left alone')
})

test('there is no default app', async (t) => {
  const { write, routing } = await openPage(t, undefined)
  write()
  t.is(await routing(), 'no_app')
})

test('another app is the default app: it has the idle threads', async (t) => {
  const { write, routing } = await openPage(t, '55555', 3)
  write()
  t.is(await routing(), 'other_app')
})
