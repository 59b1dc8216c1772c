/**
 * The simulated reader of an operator's own: `POST /v1/embeddings` and `POST /v1/chat/completions`, as servers with the
 * API of OpenAI respond, and everything that can go wrong with them.
 *
 *     const reader = await startReader({ token: 'R1', meaningOf: (text) => 'order' })
 *     reader.faults.set('slow', 1)       // names: below; READER_URL is reader.url
 *     await reader.close()
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createFaultsOf } from '../facebook/faults.ts'
import { createTimers } from '../facebook/graph-api/timers.ts'
import { listenOnLoopback, stopListening } from '../loopback.ts'
import { completionOf } from './completion.ts'
import { embeddingsOf } from './embeddings.ts'
import { readerFaults, type ReaderFaultName } from './faults.ts'
import { textsOf } from './request.ts'

export interface ReaderOptions {
  /** The token that callers must show; left out: none. */
  readonly token?: string
  /** The intent of a text; undefined: none. */
  readonly meaningOf: (text: string) => string | undefined
  readonly seed?: number | string
}

export type SimulatedReader = Awaited<ReturnType<typeof startReader>>

const foreverMs = 24 * 3_600_000
const hugeBytes = 8 * 1_048_576

export async function startReader({ token, meaningOf, seed = 1 }: ReaderOptions) {
  const faults = createFaultsOf<ReaderFaultName>(readerFaults, { seed: `${seed} reader` })
  const timers = createTimers()
  const asked: string[][] = []
  const bodies: string[] = []

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const texts = textsOf(body)
    asked.push([...texts])
    bodies.push(body)
    if (faults.happens('reset')) return void request.socket.resetAndDestroy()
    if (faults.happens('silent')) await timers.sleep(foreverMs)
    if (faults.happens('slow')) await timers.sleep(faults.ms('slow'))
    if (faults.happens('redirect')) return void response.writeHead(307, { location: '/v1/elsewhere' }).end()
    if (faults.happens('unauthorized')) return write(response, 401, '{"error":{"message":"Invalid token"}}')
    if (faults.happens('throttled')) {
      response.setHeader('retry-after', '2')
      return write(response, 429, '{"error":{"message":"Too many requests"}}')
    }
    if (faults.happens('error')) return write(response, 500, '<html><body>500</body></html>')
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return write(response, 401, '{"error":{"message":"Invalid token"}}')
    if (request.method !== 'POST') return write(response, 404, '{"error":{"message":"Not found"}}')
    if (request.url === '/v1/embeddings')
      return await writeOut(response, embeddingsOf(texts, { meaningOf, faults }))
    if (request.url === '/v1/chat/completions')
      return await writeOut(response, completionOf(body, { text: texts[0] ?? '', meaningOf, faults }))
    return write(response, 404, '{"error":{"message":"Not found"}}')
  }

  async function writeOut(response: ServerResponse, whole: string): Promise<void> {
    if (faults.happens('wrong-json')) return write(response, 200, whole.slice(0, whole.length / 2))
    if (faults.happens('wrong-shape')) return write(response, 200, '{"data":"none","choices":{"0":[]}}')
    if (faults.happens('html')) return write(response, 200, '<html><body>Welcome</body></html>')
    if (faults.happens('huge')) return write(response, 200, `"${'a'.repeat(hugeBytes)}"`)
    if (faults.happens('cut')) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
      response.write(whole.slice(0, whole.length / 2))
      await timers.sleep(20)
      return void response.socket?.resetAndDestroy()
    }
    if (faults.happens('drip')) {
      response.writeHead(200, { 'content-type': 'application/json' })
      for (const sign of whole) {
        if (response.destroyed) return
        response.write(sign)
        await timers.sleep(faults.ms('drip'))
      }
      return void response.end()
    }
    return write(response, 200, whole)
  }

  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    request.on('error', () => undefined)
    respond(request, response).catch(() => response.destroy()) // the caller has gone
  })
  const port = await listenOnLoopback(server, 0)
  return {
    url: `http://127.0.0.1:${port}/v1`,
    faults,
    /** The texts of each call, in order. */
    asked: asked as readonly (readonly string[])[],
    /** The whole body of each call. */
    bodies: bodies as readonly string[],
    /** Connections are refused until `listenAgain`, on the same port. */
    stopListening: () => stopListening(server),
    async listenAgain(): Promise<void> {
      await listenOnLoopback(server, port)
    },
    async close(): Promise<void> {
      timers.stop()
      await stopListening(server)
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function write(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}
