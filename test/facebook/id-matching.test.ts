import test from 'ava'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import type { JsonObject } from '../../src/domain/reply.ts'
import { GraphRejectedError } from '../../src/errors.ts'
import type { GraphCall, GraphRequest } from '../../src/facebook/graph/graph-call.ts'
import { createIdMatching } from '../../src/facebook/id-matching.ts'

const customer = { pageId: asPageId('11'), psid: asPsid('222') }

/** What is recorded and asked for where Facebook responds with these bodies, in this order. */
async function match(bodies: readonly (JsonObject | Error)[]) {
  const asked: GraphRequest[] = []
  const recorded: IdentityLink[] = []
  const call: GraphCall = async (request) => {
    const body = bodies[asked.push(request) - 1]
    if (body === undefined || body instanceof Error) throw body ?? new Error('one call too many')
    return { body }
  }
  const matchIds = createIdMatching({
    call,
    findToken: async () => 'token',
    appId: '77',
    appSecret: 'shh',
    record: async (links) => void recorded.push(...links),
    now: () => 5,
    deadlineMs: 1_000,
  })
  await matchIds(customer)
  return {
    asked: asked.map(({ path, access }) => `${path} ${'pageId' in access ? access.pageId : 'app'}`),
    links: recorded.map(({ a, b, pageId }) => `${a.value} ${b.kind} ${b.value} on ${pageId ?? 'none'}`),
  }
}

test('ids on other Pages are linked through the id for the app', async (t) => {
  const pages = [{ id: '222', page: { id: '11' } }, { id: '333', page: { id: '12' } }, { id: '444' }]
  t.deepEqual(await match([{ data: [{ id: '9', app: { id: '77' } }] }, { data: pages }]), {
    asked: ['222/ids_for_apps 11', '9/ids_for_pages app'],
    links: ['222 appScoped 9 on 11', '333 appScoped 9 on 12'],
  })
})

test('nothing is linked where Facebook refuses or knows nothing', async (t) => {
  const refusal = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission' })
  t.deepEqual((await match([refusal])).links, [])
  t.deepEqual((await match([{ data: [] }])).links, [])
  t.deepEqual((await match([{ data: [{ id: '9' }] }, refusal])).links, [])
})
