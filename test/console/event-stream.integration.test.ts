import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import test from 'ava'
import type { LiveEvent, LiveListener, LiveSource } from '../../console/server/http/event-stream.ts'
import { until } from '../helpers/until.ts'
import { type Browser, openConsole } from './running-console.ts'

/** A source whose events the test sends. */
function createSource() {
  const listeners = new Set<{ listener: LiveListener; send: (event: LiveEvent | Error) => void }>()
  const source: LiveSource = {
    async *open(listener) {
      const queue: (LiveEvent | Error)[] = []
      let wake = Promise.withResolvers<void>()
      const entry = {
        listener,
        send(event: LiveEvent | Error) {
          queue.push(event)
          wake.resolve()
        },
      }
      listener.signal.addEventListener('abort', () => wake.resolve())
      listeners.add(entry)
      try {
        while (!listener.signal.aborted) {
          for (const event of queue.splice(0)) {
            if (event instanceof Error) throw event
            yield event
          }
          await wake.promise
          wake = Promise.withResolvers()
        }
      } finally {
        listeners.delete(entry)
      }
    },
  }
  return { source, listeners }
}

/** Opens the stream of this browser; `read` has all that came. */
async function listenTo(origin: string, browser: Browser, path = '/api/live') {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const req = request(`${origin}${path}`, { agent: false, headers: { Cookie: cookie } }).end()
  const [res]: IncomingMessage[] = await once(req, 'response')
  let text = ''
  let isEnded = false
  res?.setEncoding('utf8').on('data', (part: string) => (text += part))
  req.on('error', () => undefined)
  res?.on('error', () => undefined).on('close', () => (isEnded = true))
  return {
    status: res?.statusCode,
    headers: res?.headers,
    read: () => text,
    isEnded: () => isEnded,
    res,
    req,
  }
}

test.serial(
  'a page gets the events of its source, masked for viewers, and a heartbeat; a page that leaves ends it',
  async (t) => {
    const { source, listeners } = createSource()
    const { signedIn, origin } = await openConsole(t, { areas: { routers: [], live: source }, beatMs: 20 })
    const agent = await listenTo(origin, await signedIn('agent'), '/api/live?conversation=7')
    const viewer = await listenTo(origin, await signedIn('viewer'))
    t.is(agent.headers?.['content-type'], 'text/event-stream; charset=utf-8')
    t.is(agent.headers?.['cache-control'], 'no-store')
    t.deepEqual(
      [...listeners].map(({ listener }) => [listener.user.role, listener.conversationId]),
      [
        ['agent', '7'],
        ['viewer', undefined],
      ],
    )
    const data = { counts: { waiting: 1 } }
    const item = { id: '1', name: 'Ada Lovelace', lastText: 'Hi' }
    for (const { send } of listeners) {
      send({ event: 'counts', data })
      send({ event: 'conversations', data: { items: [item] } })
    }
    await until('both have them', () => [agent, viewer].every(({ read }) => read().includes('"items"')))
    t.true(agent.read().startsWith('retry: 2000\n\n'))
    t.true(agent.read().includes('event: counts\ndata: {"counts":{"waiting":1}}\n\n'))
    t.true(agent.read().includes('"name":"Ada Lovelace"'))
    t.true(viewer.read().includes('{"items":[{"id":"1","name":"A••• L•••","lastText":"••"}]}'))
    await until('a heartbeat', () => /event: beat\ndata: \{"nowMs":\d+\}\n\n/.test(viewer.read()))
    agent.req.destroy()
    await until('the source is told', () => listeners.size === 1)
  },
)

test.serial('a stream ends with its session, and says so', async (t) => {
  const { source } = createSource()
  const { signedIn, origin, sessions, idOf } = await openConsole(t, {
    areas: { routers: [], live: source },
    beatMs: 20,
  })
  const agent = await listenTo(origin, await signedIn('agent'))
  const viewer = await listenTo(origin, await signedIn('viewer'))
  await sessions.revokeAllOf(idOf('agent'))
  await until('it ends', agent.isEnded)
  t.regex(agent.read(), /event: trouble\ndata: \{"error":"signed_out","says":"[^"]+"\}\n\n$/)
  t.false(viewer.isEnded())
})

test.serial('a source that fails ends its stream with trouble; a stop of the console ends all', async (t) => {
  const { source, listeners } = createSource()
  const { signedIn, origin, errors, close } = await openConsole(t, { areas: { routers: [], live: source } })
  const browser = await signedIn('agent')
  const first = await listenTo(origin, browser)
  const [entry] = listeners
  entry?.send(new Error('no database'))
  await until('it ends', first.isEnded)
  t.regex(first.read(), /event: trouble\ndata: \{"error":"database_busy"/)
  t.is(errors.length, 1)
  const second = await listenTo(origin, browser)
  await close()
  await until('it ends', second.isEnded)
  t.is(listeners.size, 0)
})

test.serial(
  'a client that does not read is dropped, and one user has a bounded number of streams',
  async (t) => {
    const { source, listeners } = createSource()
    const { signedIn, origin } = await openConsole(t, { areas: { routers: [], live: source } })
    const browser = await signedIn('agent')
    const slow = await listenTo(origin, browser)
    slow.res?.pause()
    const event = { event: 'counts', data: { fill: 'x'.repeat(256 * 1024) } }
    for (let sent = 0; sent < 200 && listeners.size > 0; sent += 1) {
      for (const { send } of listeners) send(event)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await until('it is dropped', () => listeners.size === 0)
    slow.req.destroy()

    const open = []
    for (let streams = 0; streams < 12; streams += 1) open.push(await listenTo(origin, browser))
    t.deepEqual(new Set(open.map(({ status }) => status)), new Set([200]))
    const { status, json } = await browser.ask('/api/live')
    t.is(status, 429)
    t.like(json, { error: 'too_many_streams' })
    const other = await listenTo(origin, await signedIn('viewer'))
    t.is(other.status, 200)
    open[0]?.req.destroy()
    await until('one is gone', () => listeners.size === 12)
    t.is((await listenTo(origin, browser)).status, 200)
  },
)
