/**
 * The simulated api.wit.ai: GET /message with scripted or trained answers, in the old and the new shape, with its
 * disguised throttling.
 *
 *     const wit = await startWit({ token: 'W1', answers: trainWit({ greet: ['hello', 'hi there'] }) })
 *     wit.faults.set('slow', 1)          // names: below; WIT_API_URL is wit.url
 *     await wit.close()
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createFaultsOf } from '../facebook/faults.ts'
import { createTimers } from '../facebook/graph-api/timers.ts'
import { newAnswer, oldAnswer } from './answer.ts'
import type { WitMeaning } from './answer.ts'
import { listenOnLoopback, stopListening } from '../loopback.ts'

/** What can go wrong with wit.ai, by name: usual share, what happens, and how long it takes in ms. */
const witFaults = {
  down: [1, 'the connection is reset'],
  unavailable: [1, 'HTTP 503 with an HTML page'],
  silent: [1, 'the question is taken, and no response ever comes'],
  slow: [1, 'the response comes late', 10_000],
  throttled: [1, 'HTTP 400 "Something went wrong. We\'ve been notified", as if it were an error of the text'],
  garbage: [1, 'an HTML page, half of the JSON, or JSON of another shape'],
} as const

export type WitFaultName = keyof typeof witFaults

export interface WitOptions {
  /** The server token that callers must show. */
  readonly token: string
  /** What a text means; a bare string is an intent, undefined is nothing found. */
  readonly answers: (text: string) => WitMeaning | string | undefined
  readonly seed?: number | string
}

export type SimulatedWit = Awaited<ReturnType<typeof startWit>>

/** The first version of the API that answers with lists of intents. */
const newSince = 20200513
const longest = 280
const foreverMs = 24 * 3_600_000

export async function startWit(options: WitOptions) {
  const faults = createFaultsOf<WitFaultName>(witFaults, { seed: `${options.seed ?? 1} wit` })
  const timers = createTimers()
  const asked: string[] = []
  const toldAt = new Map<string, number>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://wit.local')
    const text = url.searchParams.get('q') ?? ''
    if (url.pathname === '/message') asked.push(text)
    if (faults.happens('down')) {
      request.socket.resetAndDestroy()
      return
    }
    if (faults.happens('unavailable'))
      return write(response, { status: 503, type: 'text/html', body: '<html><body>503</body></html>' })
    if (faults.happens('silent')) await timers.sleep(foreverMs)
    if (faults.happens('slow')) await timers.sleep(faults.ms('slow'))
    if (faults.happens('throttled'))
      return fail(response, 400, { error: "Something went wrong. We've been notified.", code: 'unknown' })
    if (request.headers.authorization !== `Bearer ${options.token}`)
      return fail(response, 401, { error: 'Bad auth, check token/params', code: 'no-auth' })
    if (request.method !== 'GET' || url.pathname !== '/message')
      return fail(response, 404, { error: 'Not found', code: 'not-found' })
    const version = versionOf(request, url)
    if (version === undefined)
      return fail(response, 400, { error: 'Missing or wrong version (v=YYYYMMDD)', code: 'bad-version' })
    if (text.trim() === '' || text.length >= longest)
      return fail(response, 400, {
        error: 'Body/query is invalid: q must have 1 to 279 characters',
        code: 'msg-invalid',
      })
    const known = options.answers(text)
    const meaning = typeof known === 'string' ? { intent: known } : (known ?? {})
    const body = JSON.stringify(version < newSince ? oldAnswer(text, meaning) : newAnswer(text, meaning))
    toldAt.set(text, Date.now())
    if (faults.happens('garbage')) return writeGarbage(response, body)
    return write(response, { status: 200, type: 'application/json', body })
  }

  let garbage = 0
  function writeGarbage(response: ServerResponse, body: string): void {
    garbage += 1
    if (garbage % 3 === 1) return write(response, { status: 200, type: 'text/html', body: '<html></html>' })
    if (garbage % 3 === 2)
      return write(response, { status: 200, type: 'application/json', body: body.slice(0, body.length / 2) })
    return write(response, {
      status: 200,
      type: 'application/json',
      body: '{"intents":"none","entities":[1]}',
    })
  }

  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    request.resume()
    void answer(request, response)
  })
  const port = await listenOnLoopback(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    /** Every text asked about, in order. */
    asked: asked as readonly string[],
    /** Text → when its response was ready, ms, whether or not the caller still waited for it. */
    toldAt: toldAt as ReadonlyMap<string, number>,
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

/** `v` of the query, or of the older Accept header: 20200513. */
function versionOf(request: IncomingMessage, url: URL): number | undefined {
  const asked = url.searchParams.get('v') ?? /vnd\.wit\.(\d{8})/.exec(request.headers.accept ?? '')?.[1] ?? ''
  return /^\d{8}$/.test(asked) ? Number(asked) : undefined
}

function fail(response: ServerResponse, status: number, body: { error: string; code: string }): void {
  write(response, { status, type: 'application/json', body: JSON.stringify(body) })
}

function write(
  response: ServerResponse,
  { status, type, body }: { status: number; type: string; body: string },
): void {
  response.writeHead(status, { 'content-type': type }).end(body)
}
