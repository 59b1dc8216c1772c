/** The call without its wrappers, to a server that misbehaves. */
import { asPageId } from '../../../src/domain/ids.ts'
import { createGraphCall } from '../../../src/facebook/graph/client.ts'
import { createGraphAgent } from '../../../src/facebook/graph/graph-agent.ts'
import type { GraphCall, GraphRequest } from '../../../src/facebook/graph/graph-call.ts'
import { startRawServer, type Behaviour } from './raw-server.ts'

export const access = { pageId: asPageId('1001'), token: 'EAAB-page-token' }
export const read: GraphRequest = { method: 'GET', path: '77', query: { fields: 'id' }, access }
export const send: GraphRequest = {
  method: 'POST',
  path: '1001/messages',
  body: { text: 'Grüße' },
  access,
  isSend: true,
}

export async function startGraph(behave?: Behaviour) {
  const server = await startRawServer(behave)
  const { call, ...graph } = graphAt(server.url)
  return {
    call,
    server,
    requests: server.requests,
    connections: server.connections,
    async [Symbol.asyncDispose]() {
      await graph[Symbol.asyncDispose]()
      await server.close()
    },
  }
}

export function graphAt(
  url: string,
  dispatcher = createGraphAgent({ headersTimeoutMs: 150, bodyTimeoutMs: 150 }),
) {
  const call: GraphCall = createGraphCall({ url, version: 'v26.0', appSecret: 'app-secret', dispatcher })
  return { call, [Symbol.asyncDispose]: () => dispatcher.destroy() }
}
