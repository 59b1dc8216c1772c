/** From the bytes of a call to those of its response, with what goes wrong on the way. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { allowCall, deadToken, findPageByToken } from './access.ts'
import { bearer, decodeCall, newestVersion, readBody, type AllowedCall, type JsonBag } from './call.ts'
import { errorBody, GraphError } from './graph-error.ts'
import { handle, isSend } from './routes.ts'
import { refuseActs } from './refusals.ts'
import type { Page } from '../world/state.ts'
import { appThrottled, pageThrottled } from './usage.ts'
import type { GraphWorld } from './graph-world.ts'

/** Something that happened to a call, for the log and for tests. */
export interface Answered {
  readonly method: string
  /** Path without token. */
  readonly path: string
  readonly status: number
  readonly code?: number
  readonly subcode?: number
  /** Whether the call took effect. */
  readonly isCommitted: boolean
  readonly fault?: string
}

const html =
  '<!DOCTYPE html><html><head><title>Facebook | Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>'

export async function answerCall(
  world: GraphWorld,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<Answered> {
  const method = request.method ?? 'GET'
  const path = new URL(request.url ?? '/', 'http://graph.local').pathname
  const told = { method, path, isCommitted: false, status: 0 }
  const { faults } = world
  const caller = findPageByToken(world, bearer(request) ?? '')?.id
  if (faults.happens('refuse', caller)) {
    request.socket.resetAndDestroy()
    return { ...told, fault: 'refuse' }
  }
  const body = await readBody(request)
  const to: Answering = { version: newestVersion, page: undefined, isSend: false, response }
  if (faults.happens('down', caller)) return { ...told, ...goDown(world, to), fault: 'down' }
  try {
    const decoded = decodeCall(request, body)
    to.version = decoded.version
    if (faults.happens('slow', caller)) await world.sleep(faults.ms('slow'))
    const call = allowCall(world, decoded)
    to.page = call.page
    to.isSend = isSend(call)
    throwFaults(world, call)
    world.usage.countCall(call.page)
    if (to.isSend && faults.happens('commit-late', caller)) {
      response.socket?.resetAndDestroy()
      await world.sleep(faults.ms('commit-late'))
      await handle(world, call)
      return { ...told, isCommitted: true, fault: 'commit-late' }
    }
    const answer = await handle(world, call)
    if (call.method === 'GET') return { ...told, ...writeJson(world, to, { status: 200, body: answer }) }
    return { ...told, ...(await answerCommitted(world, to, answer)), isCommitted: true }
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    return { ...told, ...writeError(world, to, error) }
  }
}

/** What is known of a call when it is answered. */
interface Answering {
  version: string
  page: Page | undefined
  isSend: boolean
  readonly response: ServerResponse
}
type Written = Pick<Answered, 'status' | 'code' | 'subcode' | 'fault'>

/** Calls that fail although they are right; nothing has happened then. */
function throwFaults(world: GraphWorld, call: AllowedCall): void {
  const { faults, now } = world
  const { page, method } = call
  const id = page?.id
  if (page !== undefined && faults.happens('token-dead', id)) throw deadToken(460)
  if (page !== undefined && faults.happens('throttle-page', id)) {
    page.throttledUntil = now() + faults.ms('throttle-page')
    throw pageThrottled()
  }
  if (faults.happens('throttle-app', id)) throw appThrottled()
  if (method === 'GET') return
  if (faults.happens('policy-block', id)) {
    const message = '(#368) The action attempted has been deemed abusive or is otherwise disallowed'
    throw new GraphError(368, message, { status: 403 })
  }
  if (faults.happens('code-2-before-commit', id)) throw serviceDown()
  refuseActs(world, call)
}

async function answerCommitted(world: GraphWorld, to: Answering, answer: JsonBag): Promise<Written> {
  const { faults } = world
  const id = to.page?.id
  if (faults.happens('answer-lost', id)) {
    to.response.socket?.resetAndDestroy()
    return { status: 0, fault: 'answer-lost' }
  }
  if (faults.happens('code-2-after-commit', id))
    return { ...writeError(world, to, serviceDown()), fault: 'code-2-after-commit' }
  if (faults.happens('code-1357046', id)) {
    const error = new GraphError(1, '(#1) Received invalid JSON reply', { subcode: 1357046, status: 500 })
    return { ...writeError(world, to, error), fault: 'code-1357046' }
  }
  if (faults.happens('answer-garbage', id))
    return { ...writeGarbage(world, to, answer), fault: 'answer-garbage' }
  const isLate = faults.happens('answer-late', id)
  if (isLate) await world.sleep(faults.ms('answer-late'))
  const written = writeJson(world, to, { status: 200, body: answer })
  return isLate ? { ...written, fault: 'answer-late' } : written
}

function writeError(world: GraphWorld, to: Answering, error: GraphError): Written {
  const { code, subcode, status = 400 } = error.facts
  writeJson(world, to, { status, body: errorBody(error, traceId(world)) })
  return { status, code, ...(subcode === undefined ? {} : { subcode }) }
}

function writeJson(
  world: GraphWorld,
  { response, version, page, isSend: isSending }: Answering,
  { status, body }: { status: number; body: object },
): Written {
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'facebook-api-version': version,
    date: new Date(world.now()).toUTCString(),
    'x-fb-trace-id': traceId(world),
    'x-fb-request-id': traceId(world),
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    ...world.usage.headers(page, { isSend: isSending }),
  })
  response.end(JSON.stringify(body))
  return { status }
}

function writeGarbage(world: GraphWorld, to: Answering, answer: JsonBag): Written {
  if (world.random.chance(0.5)) return writeHtml(to, 500)
  const text = JSON.stringify(answer)
  to.response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' })
  to.response.end(text.slice(0, text.length / 2))
  return { status: 200 }
}

function goDown(world: GraphWorld, to: Answering): Written {
  return world.random.chance(0.5) ? writeHtml(to, 503) : writeError(world, to, serviceDown())
}

function writeHtml({ response }: Answering, status: number): Written {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  return { status }
}

function serviceDown(): GraphError {
  return new GraphError(2, '(#2) Service temporarily unavailable', { status: 500, isTransient: true })
}

function traceId({ random }: GraphWorld): string {
  return random.characters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 23)
}
