/**
 * The world for a browser page: JSON under `/_world`, and server-sent events. No part of Facebook; loopback only.
 *
 *     GET  /_world                          pages, people, faults
 *     GET  /_world/pages/{page}/posts       posts with comments
 *     GET  /_world/threads/{page}/{key}     messages, choices to tap, receipts, typing
 *     GET  /_world/people/{key}/seen       what they saw of the Page, in order
 *     GET  /_world/events?after={seq}       every ledger entry as it happens: `seen`, `action`, `signal`; also Last-Event-ID
 *     POST /_world/people                   {name, locale?, …} → a customer with a `key`
 *     POST /_world/people/{key}/{action}   write tap getStarted refer comment postOnPage mention recommend react read
 *                                           block unblock editComment removeComment phone
 *     POST /_world/pages/{page}/{action}    post comment inbox take pass done revoke token throttle
 *     POST /_world/faults                   {name, probability, ms?, forMs?}; DELETE clears all
 *
 * A POST must be `application/json`, so that no other site's page can make one. Mistakes: 400 or 404 `{error}`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isFaultName } from '../faults.ts'
import type { LedgerEntry } from '../ledger/seen-ledger.ts'
import { present } from '../world/world.ts'
import { isBag, readBody, textOf, type Json, type JsonBag } from './call.ts'
import { doPageAction, doPersonAction, makePerson } from './control-actions.ts'
import type { GraphWorld } from './graph-world.ts'
import { pageView, personView, postsView, threadView } from './views.ts'

const mostBytes = 65_536
const keepAliveMs = 15_000

export function isControl(request: IncomingMessage): boolean {
  const path = urlOf(request).pathname
  return path === '/' || path === '/favicon.ico' || path === '/_world' || path.startsWith('/_world/')
}

export async function control(
  world: GraphWorld,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [root, ...parts] = urlOf(request)
    .pathname.split('/')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part))
  const method = request.method ?? 'GET'
  if (method === 'GET' && parts[0] === 'events') return streamEvents(world, request, response)
  try {
    const body = method === 'GET' ? {} : await decodeActionBody(request)
    const answer = root === '_world' ? answerOf(world, { method, parts, body }) : undefined
    if (answer === undefined) write(response, 404, { error: 'nothing here' })
    else write(response, 200, answer)
  } catch (error) {
    // Actions throw RangeError for what does not exist; GraphError is an Error too.
    if (!(error instanceof Error)) throw error
    write(response, 400, { error: error.message })
  }
}

interface Asked {
  readonly method: string
  readonly parts: readonly string[]
  readonly body: JsonBag
}

function answerOf(world: GraphWorld, { method, parts, body }: Asked): object | undefined {
  const [, of = '', action = ''] = parts
  const pages = () => [...world.pages.values()].map((page) => pageView(page))
  const people = () => [...world.people.values()].map((person) => personView(person))
  const faults = () => world.faults.current()
  switch (`${method} ${parts.map((part, at) => (at === 1 ? '*' : part)).join('/')}`) {
    case 'GET ':
      return {
        pages: pages(),
        people: people(),
        faults: faults(),
        seq: world.ledger.entries.at(-1)?.seq ?? 0,
      }
    case 'GET pages':
      return pages()
    case 'GET pages/*/posts':
      return postsView(world, of)
    case 'GET people':
      return people()
    case 'GET people/*/seen':
      return world.ledger.seenBy({ key: of })
    case `GET threads/*/${action}`:
      return threadView(world, { page: of, person: action })
    case 'POST people':
      return makePerson(world, body)
    case `POST people/*/${action}`:
      return doPersonAction(world, { of, action, body })
    case `POST pages/*/${action}`:
      return doPageAction(world, { of, action, body })
    case 'GET faults':
      return faults()
    case 'POST faults':
      setFault(world, body)
      return faults()
    case 'DELETE faults':
      world.faults.clear()
      return {}
    default:
      return undefined
  }
}

function setFault({ faults }: GraphWorld, body: JsonBag): void {
  const name = textOf(body, 'name') ?? ''
  if (!isFaultName(name)) throw new RangeError(`no fault named ${name}`)
  const [ms, forMs] = [body['ms'], body['forMs']].map((each) => (typeof each === 'number' ? each : undefined))
  faults.set(name, Number(body['probability'] ?? 1), present({ ms, forMs }))
}

/** Throws RangeError for a body that is not a JSON object sent as such. */
async function decodeActionBody(request: IncomingMessage): Promise<JsonBag> {
  if (request.headers['content-type']?.startsWith('application/json') !== true)
    throw new RangeError('the body must be application/json')
  const body = await readBody(request, mostBytes)
  const parsed = JSON.parse(body.toString('utf8') || '{}') as Json
  if (!isBag(parsed)) throw new RangeError('the body must be a JSON object')
  return parsed
}

/**
 * The ledger as server-sent events: what was missed first, then all that happens. `after` or Last-Event-ID is the last `seq` that
 * the reader has; without either only what happens from now on is sent.
 */
function streamEvents(world: GraphWorld, request: IncomingMessage, response: ServerResponse): void {
  const last = request.headers['last-event-id']?.toString() ?? urlOf(request).searchParams.get('after') ?? ''
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  response.write(': hello\n\n')
  const send = (entry: LedgerEntry) =>
    response.write(`id: ${entry.seq}\nevent: ${entry.is}\ndata: ${JSON.stringify(entry)}\n\n`)
  if (last !== '')
    for (const entry of world.ledger.entries.filter(({ seq }) => seq > Number(last))) send(entry)
  const stop = world.ledger.watch(send)
  const beat = setInterval(() => response.write(': still here\n\n'), keepAliveMs)
  beat.unref()
  response.on('close', () => {
    clearInterval(beat)
    stop()
  })
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://graph.local')
}

function write(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(body))
}
