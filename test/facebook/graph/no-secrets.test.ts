import { inspect } from 'node:util'
import test from 'ava'
import * as fc from 'fast-check'
import { asPageId } from '../../../src/domain/ids.ts'
import { createGraph } from '../../../src/facebook/graph/compose.ts'
import { graphErrorTable } from '../../../src/facebook/graph/error-table.ts'
import { createMemoryPageGate } from '../../../src/facebook/graph/page-gate.ts'
import { sendMessage } from '../../../src/facebook/graph/send-message.ts'
import { appSecretProof } from '../../../src/facebook/graph/proof.ts'
import { answer, startRawServer, type RawServer } from './raw-server.ts'

/** Long enough not to occur by chance. */
const secret = fc.stringMatching(/^[A-Za-z0-9]{20,60}$/)
const codes = [...graphErrorTable.keys()].map((key) =>
  key.split('/').map((part) => Number.parseInt(part, 10)),
)

/** Responses that quote everything that was sent, as Facebook's texts may. */
const quotes = fc.oneof(
  fc.constantFrom(...codes).map(
    ([code, error_subcode]) =>
      (text: string) =>
        answer(
          JSON.stringify({
            error: {
              message: text,
              type: text,
              code,
              error_subcode,
              fbtrace_id: text,
              error_user_msg: text,
              error_data: text,
            },
          }),
          { status: 400 },
        ),
  ),
  fc
    .constantFrom(200, 302, 400, 500)
    .map((status) => (text: string) => answer(text, { status, headers: { location: '/x' } })),
  fc.constant((text: string) => answer(JSON.stringify({ [text]: text }))),
  fc.constant((text: string) => `${text}\r\n\r\n`),
  fc.constant((text: string) => answer(`{"error":"${text}"}`)),
)

test('no error holds a token, the app secret, the proof or the text of a message', async (t) => {
  const server = await startRawServer()
  try {
    await fc.assert(
      fc.asyncProperty(secret, secret, secret, quotes, async (token, appSecret, text, quote) => {
        const shown = await errorOf(server, { token, appSecret, text, quote })
        for (const hidden of [token, appSecret, text, appSecretProof({ token, appSecret })])
          if (shown.includes(hidden)) throw new Error(`shown: ${shown}`)
        return shown !== ''
      }),
      { numRuns: 150 },
    )
    t.true(server.requests.length >= 150)
  } finally {
    await server.close()
  }
})

async function errorOf(
  server: RawServer,
  {
    token,
    appSecret,
    text,
    quote,
  }: { token: string; appSecret: string; text: string; quote: (text: string) => string },
): Promise<string> {
  server.behave = (socket, { target, headers, body }) =>
    socket.end(
      quote(`${target.slice(1)} ${headers['authorization']} ${appSecret} ${body.replaceAll('"', "'")}`),
    )
  const graph = createGraph({ url: server.url, version: 'v26.0', appSecret, gate: createMemoryPageGate() })
  try {
    const message = { recipient: { id: '77' }, message: { text }, metadata: 'm' }
    await sendMessage(graph.call, { pageId: asPageId('1001'), token }, message)
    return ''
  } catch (error) {
    return `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)} ${String(error)}`
  } finally {
    await graph.close()
  }
}

test('a token that no header can carry is refused without being shown', async (t) => {
  const graph = createGraph({ url: 'http://127.0.0.1:9', version: 'v26.0', appSecret: 's' })
  const request = {
    method: 'GET',
    path: '1',
    access: { pageId: asPageId('1'), token: 'secret\r\nx: y' },
  } as const
  const error = await t.throwsAsync(graph.call(request))
  t.like(error, { code: 'graph_rejected', meaning: 'token' })
  t.false(inspect(error, { depth: 9 }).includes('secret'))
  await graph.close()
})
