/**
 * A server of the console without a database: it responds by the contract of `console/api/` with data of its own, and each
 * response is checked against the schemas. Tests drive it: customers write, sessions end, the server goes down.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { z } from 'zod'
import { type Act, actResultSchema, actSchema } from '../../../../console/api/acts.ts'
import {
  conversationListSchema,
  type InboxState,
  inboxStates,
  listQuerySchema,
} from '../../../../console/api/conversation-list.ts'
import { conversationSchema, messagesSchema } from '../../../../console/api/conversation.ts'
import { agentsSchema } from '../../../../console/api/presence.ts'
import {
  type Role,
  type Session,
  sessionSchema,
  signInSchema,
  signInWaysSchema,
} from '../../../../console/api/session.ts'
import { whySchema } from '../../../../console/api/why.ts'
import { listen } from '../../../../src/listen.ts'
import { doAct } from './act.ts'
import { fits } from './fits.ts'
import { answerInsights } from './insights-stub.ts'
import { answerCustomers } from './customers-stub.ts'
import { createHealthStub } from './health-stub.ts'
import { createIdentityStub } from './identity-stub.ts'
import { createSavedRepliesStub } from './saved-replies-stub.ts'
import { createLiveStub } from './live-stub.ts'
import { serveSite } from './site.ts'
import { whyOf } from './why-stub.ts'
import { beanery, ben, ines, kettle, makeMessage, startTs, summarize, type World } from './world.ts'

export interface StubOptions {
  readonly world: World
  /** The folder that `buildConsole` made. */
  readonly site: string
  readonly role?: Role
}

export type Stub = Awaited<ReturnType<typeof startStub>>

export const password = 'correct horse'

export async function startStub({ world, site, role = 'agent' }: StubOptions) {
  const started = Date.now()
  const nowMs = (): number => startTs + Date.now() - started
  const state = { isSignedIn: true, isDown: false, isOidc: false, csrf: 'token', role }
  const live = createLiveStub({ world, counts, nowMs })
  const health = createHealthStub(nowMs)
  const savedReplies = createSavedRepliesStub()
  const identity = createIdentityStub(world, live.removed)
  const acts: { readonly id: string; readonly act: Act }[] = []
  const results = new Map<string, z.infer<typeof actResultSchema>>()
  /** Answers to the next acts, instead of the stub's own. `lost`: it happens, and the connection breaks. */
  const planned: ('lost' | z.infer<typeof actResultSchema>)[] = []
  /** Conversations in which the user wrote. */
  const typing: string[] = []
  let outboundIds = 9_000

  function counts(): Partial<Record<InboxState, number>> {
    const all = [...world.values()]
    return Object.fromEntries(
      inboxStates.map((one) => [one, all.filter((stored) => fits(stored, { state: one }, nowMs())).length]),
    )
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stub.local')
    if (state.isDown) return void request.socket.destroy()
    if (!url.pathname.startsWith('/api/')) return serveSite(site, url.pathname, response)
    const body = await bodyOf(request)
    if (url.pathname === '/api/sign-in') return answerSignIn(body, response)
    if (!state.isSignedIn) return refuse(response, 401, 'signed_out')
    if (request.method === 'POST' && request.headers['x-pagebeat-csrf'] !== state.csrf)
      return refuse(response, 403, 'csrf')
    if (url.pathname === '/api/session') return answerSession(response)
    if (url.pathname === '/api/sign-out') return answerSignOut(response)
    if (url.pathname === '/api/live')
      return live.open(response, url.searchParams.get('conversation') ?? undefined)
    if (savedReplies.answer(request, body, response) || health.answer(url.pathname, response)) return
    if (identity.answer(url, body, response)) return
    if (answerCustomers(url, { world, identity }, response)) return
    if (url.pathname === '/api/agents')
      return send(response, agentsSchema, { agents: [ines, ben].map(({ id, name }) => ({ id, name })) })
    if (url.pathname === '/api/conversations') return answerList(url, response)
    if (/^\/api\/(insights|not-understood|storyboard)/.test(url.pathname))
      return answerInsights(url, nowMs(), response)
    const [, id = '', what] =
      /^\/api\/conversations\/([^/]+)(?:\/([a-z]+))?(?:\/([^/]+))?$/.exec(url.pathname) ?? []
    const stored = world.get(decodeURIComponent(id))
    if (stored === undefined) return refuse(response, 404, 'no_conversation')
    if (what === undefined) return send(response, conversationSchema, stored.head)
    if (what === 'messages') return answerMessages(url, response)
    if (what === 'why') return send(response, whySchema, whyOf())
    if (what === 'typing') {
      typing.push(stored.head.id)
      return void response.writeHead(204).end()
    }
    if (what === 'acts') return answerAct(stored.head.id, actSchema.parse(body), response)
    refuse(response, 404, 'no_route')
  }

  function answerSignIn(body: unknown, response: ServerResponse): void {
    if (body === undefined) return send(response, signInWaysSchema, { password: true, oidc: state.isOidc })
    if (signInSchema.parse(body).password !== password) return refuse(response, 401, 'wrong_password')
    state.isSignedIn = true
    state.csrf = `${state.csrf}+`
    response.writeHead(204).end()
  }

  function answerSignOut(response: ServerResponse): void {
    state.isSignedIn = false
    response.writeHead(204).end()
  }

  function answerSession(response: ServerResponse): void {
    const session: Session = {
      user: { ...ines, role: state.role },
      csrf: state.csrf,
      pages: [kettle, beanery],
      isOidc: state.isOidc,
      nowMs: nowMs(),
    }
    send(response, sessionSchema, session)
  }

  function answerList(url: URL, response: ServerResponse): void {
    const query = listQuerySchema.parse(Object.fromEntries(url.searchParams))
    const found = [...world.values()].filter((stored) => fits(stored, query, nowMs()))
    const rank = ({ head }: (typeof found)[number]): number =>
      query.state === 'waiting' ? (head.waitingTs ?? 0) : -head.lastTs
    const items = found
      .toSorted((a, b) => rank(a) - rank(b))
      .map(({ head, messages }) => summarize({ head, messages }))
    const from = Number(query.cursor ?? 0)
    const next = from + query.limit < items.length ? { next: String(from + query.limit) } : {}
    send(response, conversationListSchema, {
      items: items.slice(from, from + query.limit),
      ...next,
      counts: counts(),
    })
  }

  function answerMessages(url: URL, response: ServerResponse): void {
    const [, , , id = ''] = url.pathname.split('/')
    const all = world.get(id)?.messages ?? []
    const to = Number(url.searchParams.get('before') ?? all.length)
    const from = Math.max(0, to - Number(url.searchParams.get('limit') ?? 50))
    send(response, messagesSchema, {
      messages: all.slice(from, to),
      ...(from > 0 ? { before: String(from) } : {}),
    })
  }

  const nextOutboundId = (): string => String((outboundIds += 1))

  function answerAct(id: string, act: Act, response: ServerResponse): void {
    const stored = world.get(id)
    const known = results.get(act.key)
    const plan = known === undefined ? planned.shift() : undefined
    if (known === undefined) acts.push({ id, act })
    if (stored === undefined) return refuse(response, 404, 'no_conversation')
    if (state.role === 'viewer') return refuse(response, 403, 'not_allowed')
    const isOwn = plan === undefined || plan === 'lost'
    const result =
      known ?? (isOwn ? doAct({ stored, act, user: ines, nowMs: nowMs(), nextOutboundId }) : plan)
    results.set(act.key, result)
    if (plan === 'lost') response.socket?.destroy()
    else send(response, actResultSchema, result, 202)
    live.changed(id)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      refuse(response, 500, error instanceof Error ? error.message : 'failed')
    })
  })
  const port = await listen(server, { port: 0, host: '127.0.0.1' })
  return {
    url: `http://127.0.0.1:${port}/`,
    world,
    state,
    acts,
    planned,
    saved: savedReplies.saved,
    typing,
    health,
    identity,
    live,
    /** The customer writes in Messenger, and waits for an agent. */
    customerWrites(id: string, text: string): void {
      const stored = world.get(id)
      if (stored === undefined) throw new Error(`no conversation ${id}`)
      const ts = nowMs()
      stored.messages.push(makeMessage({ ts, by: 'customer', text }))
      stored.head = {
        ...stored.head,
        ...summarize(stored),
        waitingTs: stored.head.waitingTs ?? ts,
        state: 'waiting',
      }
      live.changed(id)
    },
    /** All messages whose time to undo is over leave, and are read. */
    settle(id: string): void {
      const stored = world.get(id)
      if (stored === undefined) throw new Error(`no conversation ${id}`)
      stored.messages = stored.messages.map((message) => {
        const { undoUntil: _, ...rest } = message
        return message.state === 'undo'
          ? { ...rest, id: `i5${message.outboundId}`, state: 'sent', deliveredTs: nowMs(), readTs: nowMs() }
          : message
      })
      live.changed(id)
    },
    close: () => closeAll(server, live.close),
  }
}

async function closeAll(server: Server, closeLive: () => void): Promise<void> {
  closeLive()
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString('utf8'))
}

function send<T>(response: ServerResponse, schema: z.ZodType<T>, value: T, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(schema.parse(value)))
}

function refuse(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error, says: `The stub refuses: ${error}` }))
}
