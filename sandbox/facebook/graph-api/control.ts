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
 *     POST /_world/pages/{page}/{action}    post comment inbox take pass revoke token throttle
 *     POST /_world/faults                   {name, probability, ms?, forMs?}; DELETE clears all
 *
 * A POST must be `application/json`, so that no other site's page can make one. Mistakes: 400 or 404 `{error}`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { textOf } from './call.ts'
import type { Json, JsonBag } from './call.ts'
import { decodeActionBody, doPageAction, doPersonAction, makePerson } from './control-actions.ts'
import { isFaultName } from '../faults.ts'
import { streamEvents } from './events.ts'
import { pageView, personView, postsView, threadView } from './views.ts'
import type { GraphWorld } from './graph-world.ts'

/** True when it has answered. */
export type Site = (request: IncomingMessage, response: ServerResponse) => boolean

export function isControl(request: IncomingMessage): boolean {
  const path = pathOf(request)
  return path === '/' || path === '/favicon.ico' || path === '/_world' || path.startsWith('/_world/')
}

export async function control(
  world: GraphWorld,
  { request, response, site }: { request: IncomingMessage; response: ServerResponse; site: Site | undefined },
): Promise<void> {
  const parts = pathOf(request)
    .split('/')
    .filter((part) => part !== '')
    .slice(1)
    .map((part) => decodeURIComponent(part))
  if (request.method === 'GET' && parts[0] === 'events') return streamEvents(world, request, response)
  try {
    const body = request.method === 'GET' ? {} : await decodeActionBody(request)
    const answer = answerOf(world, { method: request.method ?? 'GET', parts, body })
    if (answer !== undefined && pathOf(request).startsWith('/_world')) return write(response, 200, answer)
    if (site?.(request, response) === true) return
    write(response, 404, { error: 'nothing here' })
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

function answerOf(world: GraphWorld, { method, parts, body }: Asked): Json | undefined {
  const [what, id = '', more = ''] = parts
  if (method === 'GET') {
    if (what === undefined) return overview(world)
    if (what === 'pages' && id === '') return [...world.pages.values()].map((page) => pageView(page))
    if (what === 'pages' && more === 'posts') return postsView(world, id)
    if (what === 'people' && id === '') return people(world)
    if (what === 'people' && more === 'seen') return plain(world.ledger.seenBy({ key: id }))
    if (what === 'threads' && more !== '') return threadView(world, { page: id, person: more })
    if (what === 'faults') return plain(world.faults.current())
    return undefined
  }
  if (method === 'DELETE' && what === 'faults') {
    world.faults.clear()
    return {}
  }
  if (method !== 'POST') return undefined
  if (what === 'people' && id === '') return makePerson(world, body)
  if (what === 'people') return doPersonAction(world, { key: id, action: more, body })
  if (what === 'pages' && more !== '') return doPageAction(world, { page: id, action: more, body })
  if (what === 'faults') return setFault(world, body)
  return undefined
}

function overview(world: GraphWorld): Json {
  return {
    pages: [...world.pages.values()].map((page) => pageView(page)),
    people: people(world),
    faults: plain(world.faults.current()),
    seq: world.ledger.entries.at(-1)?.seq ?? 0,
    webhook: world.outbox.webhook?.url ?? null,
    pending: world.outbox.pending,
  }
}

function people(world: GraphWorld): Json {
  return [...world.people.values()].map((person) => personView(person))
}

function setFault(world: GraphWorld, body: JsonBag): Json {
  const name = textOf(body, 'name') ?? ''
  if (!isFaultName(name)) throw new RangeError(`no fault named ${name}`)
  const ms = body['ms']
  const forMs = body['forMs']
  world.faults.set(name, Number(body['probability'] ?? 1), {
    ...(typeof ms === 'number' ? { ms } : {}),
    ...(typeof forMs === 'number' ? { forMs } : {}),
  })
  return plain(world.faults.current())
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}

function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://graph.local').pathname
}

function write(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(body))
}
