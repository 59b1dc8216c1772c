import { createServer } from 'node:http'
import type { ExecutionContext } from 'ava'
import { proofOf } from '../../../../sandbox/facebook/graph-api/access.ts'
import { startGraph } from '../../../../sandbox/facebook/graph-api/server.ts'
import type { GraphOptions, SimulatedGraph } from '../../../../sandbox/facebook/graph-api/server.ts'
import { until } from '../../../helpers/until.ts'

export const pageId = '100200300400'
export const otherPageId = '500600700800'

/** One item that the receiver was sent, with the list it stood in. */
export interface Received {
  readonly list: string
  readonly item: Json
}
export interface Json {
  readonly [key: string]: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export interface Trial {
  readonly graph: SimulatedGraph
  /** Every item received, in order of arrival. */
  readonly received: readonly Received[]
  /** Resolves when an item that fits has come. */
  arrives(fits: (received: Received) => boolean): Promise<Received>
  call(method: string, path: string, body?: Json, more?: { token?: string; proof?: string }): Promise<Answer>
  /** Sends to a person: `message` is a text or the whole parameter bag. */
  send(psid: string, message: string | Json): Promise<Answer>
  readonly clock: { now: number }
}

/** A graph with two Pages and a receiver that takes everything; times pass at once. */
export async function startTrial(t: ExecutionContext, options: Partial<GraphOptions> = {}): Promise<Trial> {
  const received: Received[] = []
  const receiver = createServer((request, response) => {
    if (request.method === 'GET') {
      const query = new URL(request.url ?? '/', 'http://receiver.local').searchParams
      const isRight = query.get('hub.verify_token') === 'right'
      response.writeHead(isRight ? 200 : 403).end(isRight ? query.get('hub.challenge') : 'no')
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      for (const each of itemsOf(Buffer.concat(chunks).toString('utf8'))) received.push(each)
      response.end('EVENT_RECEIVED')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const clock = { now: 1_790_000_000_000 }
  const graph = await startGraph({
    appId: '77',
    appSecret: 'shh',
    seed: 5,
    webhook: { url: `http://127.0.0.1:${port}/webhook`, secret: 'shh' },
    pages: [
      { id: pageId, name: 'Beanery', token: 'T1' },
      { id: otherPageId, name: 'Desk', token: 'T2' },
    ],
    rules: { deliveredAfterMs: [0, 0], readAfterMs: [0, 0], echoAfterMs: [0, 0] },
    now: () => clock.now,
    ...options,
  })
  t.teardown(async () => {
    await graph.close()
    receiver.closeAllConnections()
    receiver.close()
    if (graph.crashes.length > 0) throw new AggregateError(graph.crashes, 'the simulator crashed')
  })

  const call: Trial['call'] = async (
    method,
    path,
    body,
    { token = 'T1', proof = proofOf(token, 'shh') } = {},
  ) => {
    const url = new URL(`${graph.url}/v26.0/${path}`)
    if (proof !== '') url.searchParams.set('appsecret_proof', proof)
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json }
  }
  return {
    graph,
    received,
    clock,
    call,
    send: (psid, message) =>
      call('POST', `${pageId}/messages`, {
        recipient: { id: psid },
        ...(typeof message === 'string'
          ? { messaging_type: 'RESPONSE', message: { text: message } }
          : message),
      }),
    arrives: (fits) =>
      until('an item that fits arrives', () => received.find((each) => fits(each)), {
        seen: () => `${received.length} others arrived`,
      }),
  }
}

/** `code/subcode` of an error, `ok` without one. */
export function codeOf({ body }: Answer): string {
  const error = body['error']
  if (!isJson(error)) return 'ok'
  const subcode = error['error_subcode']
  return typeof subcode === 'number' ? `${String(error['code'])}/${subcode}` : String(error['code'])
}

/** A value deep inside: `at(item, 'message', 'mid')`. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      Array.isArray(inner) ? (inner as unknown[])[Number(key)] : isJson(inner) ? inner[key] : undefined,
    value,
  )
}

function itemsOf(body: string): Received[] {
  const entries = at(JSON.parse(body), 'entry')
  if (!Array.isArray(entries)) return []
  return entries.flatMap((entry: unknown) =>
    ['messaging', 'standby', 'changes'].flatMap((list) => {
      const items = at(entry, list)
      return Array.isArray(items) ? items.filter((item) => isJson(item)).map((item) => ({ list, item })) : []
    }),
  )
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
