import test from 'ava'
import { appSecretProof } from '../../../src/facebook/graph/proof.ts'
import { withDeadline } from '../../../src/facebook/graph/with-deadline.ts'
import { access, read, send, startGraph } from './raw-graph.ts'
import { answer, says, saysAndEnds, type Behaviour } from './raw-server.ts'

test('the proof is the HMAC-SHA256 of the token under the app secret, in hex', (t) => {
  t.is(
    appSecretProof({ token: 'The quick brown fox jumps over the lazy dog', appSecret: 'key' }),
    'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
  )
})

test('a call carries the version, the token in its header, the proof in its query and JSON in its body', async (t) => {
  await using graph = await startGraph(says(answer('{"recipient_id":"77","message_id":"m_1"}')))
  const { body } = await graph.call(send)
  t.deepEqual(body, { recipient_id: '77', message_id: 'm_1' })
  const [request] = graph.requests
  t.is(request?.method, 'POST')
  t.is(
    request?.target,
    `/v26.0/1001/messages?appsecret_proof=${appSecretProof({ token: access.token, appSecret: 'app-secret' })}`,
  )
  t.is(request?.headers['authorization'], 'Bearer EAAB-page-token')
  t.is(request?.headers['content-type'], 'application/json')
  t.deepEqual(JSON.parse(request?.body ?? ''), { text: 'Grüße' })
})

test('ids beyond 2^53 keep their digits, and the headers are read', async (t) => {
  const headers = {
    'facebook-api-version': 'v25.0',
    date: 'Sun, 22 Nov 2026 10:00:00 GMT',
    'x-app-usage': '{"call_count":28,"total_time":31,"total_cputime":25}',
    'x-page-usage': '{"call_volume":5,"cpu_time":7}',
    'x-business-use-case-usage':
      '{"9007199254740993":[{"type":"messenger","call_count":90,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":3}]}',
  }
  await using graph = await startGraph(
    says(answer('{"id":12345678901234567890,"n":[1.5,{"x":null}]}', { headers })),
  )
  t.deepEqual(await graph.call(read), {
    body: { id: '12345678901234567890', n: [1.5, { x: null }] },
    usage: { app: 31, page: 90, regainAccessMs: 180_000 },
    apiVersion: 'v25.0',
    serverTimeMs: Date.UTC(2026, 10, 22, 10),
  })
})

for (const bare of ['true', '"true"'])
  test(`a bare ${bare} is a success`, async (t) => {
    await using graph = await startGraph(says(answer(bare)))
    t.deepEqual((await graph.call(read)).body, { success: true })
  })

test('an interim response is not taken for the response', async (t) => {
  await using graph = await startGraph(
    says(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${answer('{"id":"1"}')}`),
  )
  t.deepEqual((await graph.call(read)).body, { id: '1' })
})

const html = '<html><body>Sorry, something went wrong.</body></html>'
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'

/** Ways in which the response to a sent request does not tell its effect. */
const lost: Readonly<Record<string, readonly [reason: string, Behaviour]>> = {
  'a reset after the request': ['ECONNRESET', (socket) => socket.resetAndDestroy()],
  'an end without a response': ['UND_ERR_SOCKET', (socket) => socket.end()],
  'an end within the headers': ['UND_ERR_SOCKET', saysAndEnds('HTTP/1.1 200 OK\r\ncontent-ty')],
  'an end within the body': [
    'UND_ERR_SOCKET',
    saysAndEnds('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"id"'),
  ],
  'an end within a chunk': ['UND_ERR_SOCKET', saysAndEnds(`${chunked}40\r\n{"id"`)],
  'a cut body of unknown length': [
    'not_json',
    saysAndEnds('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{"id":"1'),
  ],
  'silence before the headers': ['UND_ERR_HEADERS_TIMEOUT', () => {}],
  'silence within the body': ['UND_ERR_BODY_TIMEOUT', says(`${chunked}2\r\n{"\r\n`)],
  'what is not HTTP': ['not_http', says('SSH-2.0-OpenSSH_9.9\r\n\r\n')],
  'an empty 200': ['not_json', says(answer(''))],
  'HTML with 200': ['not_json', says(answer(html))],
  'HTML with 502': ['not_json', says(answer(html, { status: 502 }))],
  'a list': ['not_json', says(answer('[{"id":"1"}]'))],
  null: ['not_json', says(answer('null'))],
  'nesting without end': ['not_json', says(answer('{"a":'.repeat(100_000)))],
  'more than a mebibyte': ['answer_too_large', says(`${chunked}200000\r\n${'x'.repeat(0x200000)}`)],
  'a redirection': [
    'not_json',
    says(answer('', { status: 302, headers: { location: 'http://127.0.0.1:1/' } })),
  ],
  'an object without an error and 400': ['no_error_object', says(answer('{"no":1}', { status: 400 }))],
  'a text as the error': ['no_error_object', says(answer('{"error":"no"}'))],
  'code 1': ['graph_error', says(fault({ code: 1 }, 500))],
  'code 1 with 1357046 and 200': ['graph_error', says(fault({ code: 1, error_subcode: 1357046 }, 200))],
  'code 2': ['graph_error', says(fault({ code: 2, is_transient: true }, 503))],
  'code -1': ['graph_error', says(fault({ code: -1, error_subcode: 2018012 }, 500))],
  'code 1200': ['graph_error', says(fault({ code: 1200 }, 400))],
  'an unknown code with 500': ['graph_error', says(fault({ code: 4711 }, 500))],
  'an unknown code that passes': ['graph_error', says(fault({ code: 4711, is_transient: true }, 400))],
}

for (const [what, [reason, behave]] of Object.entries(lost))
  test(`${what}: a read may be repeated, and the outcome of a send is unknown`, async (t) => {
    await using graph = await startGraph(behave)
    const forRead = await t.throwsAsync(graph.call(read))
    t.like(forRead, { code: 'graph_unavailable', disposition: 'retry', fault: { reason } })
    const forSend = await t.throwsAsync(graph.call(send))
    t.like(forSend, { code: 'send_outcome_unknown', disposition: 'unknown', fault: { reason } })
    t.is(graph.requests.length, 2, 'nothing is repeated on the way')
  })

test('a deadline that ends after the request was sent leaves the outcome of a send unknown', async (t) => {
  const cut = new AbortController()
  await using graph = await startGraph(() => cut.abort())
  const call = withDeadline(graph.call, { after: () => cut.signal })
  t.like(await t.throwsAsync(call(send)), { code: 'send_outcome_unknown', fault: { reason: 'deadline' } })
})

test('an error with a code is an error under any status, and has the meaning of its code', async (t) => {
  await using graph = await startGraph()
  const details = { code: 10, error_subcode: 2018278, fbtrace_id: 'AbC_dEf-1234' }
  for (const status of [200, 400, 403, 500]) {
    graph.server.behave = says(fault(details, status))
    t.like(await t.throwsAsync(graph.call(send)), {
      code: 'graph_rejected',
      meaning: 'window_closed',
      fault: { status, code: 10, subcode: 2018278, traceId: 'AbC_dEf-1234' },
      message: `The Graph API refuses this: window_closed (graph_error), HTTP ${status}, code 10/2018278, trace AbC_dEf-1234`,
    })
  }
})

test('a throttled Page waits as long as the header of Facebook says, else as long as the table says', async (t) => {
  await using graph = await startGraph()
  const header = '{"1001":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":7}]}'
  graph.server.behave = says(fault({ code: 80006 }, 400, { 'x-business-use-case-usage': header }))
  t.like(await t.throwsAsync(graph.call(send)), {
    code: 'graph_rate_limited',
    scope: 'page',
    retryAfterMs: 420_000,
  })
  graph.server.behave = says(fault({ code: 4 }, 403))
  t.like(await t.throwsAsync(graph.call(send)), {
    code: 'graph_rate_limited',
    scope: 'app',
    retryAfterMs: 300_000,
  })
  graph.server.behave = says(fault({ code: 190, error_subcode: 460 }, 401))
  t.like(await t.throwsAsync(graph.call(send)), { code: 'page_token_revoked', disposition: 'wait' })
})

function fault(error: object, status: number, headers: Readonly<Record<string, string>> = {}): string {
  const body = { error: { message: '(#0) Text of Facebook', type: 'OAuthException', ...error } }
  return answer(JSON.stringify(body), { status, headers })
}
