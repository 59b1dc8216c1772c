/**
 * The page to look at: in a browser, somebody is a customer of the simulated Facebook and watches Pagebeat answer.
 *
 *     GET /                              the page and its files, all from `site/`
 *     *   /_world/…                      passed on to the simulated Facebook: see ../graph/control.ts
 *     GET /rows?page=…&person=…          server-sent events: the tables of this person, and the ledger's verdict
 *     GET /faults                        what can go wrong, by name
 *
 * For this machine only: it listens on loopback, and turns away requests that another site's page makes.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { listen } from '../../src/listen.ts'
import { graphFaults } from '../facebook/faults.ts'
import type { SimulatedGraph } from '../facebook/graph-api/server.ts'
import { isFromHere } from './is-from-here.ts'
import { passOn } from './pass-on.ts'
import { answerFile, loadSite } from './site-files.ts'
import { streamRows } from './stream-rows.ts'

export interface PageOptions {
  /** Its `/_world` is what the page shows and does. */
  readonly graph: SimulatedGraph
  /** mysql://…: the tables that fill. */
  readonly databaseUrl: string
  /** 0, or left out: any free one. */
  readonly port?: number
}

export interface RunningPage {
  /** `http://127.0.0.1:port/` */
  readonly url: string
  close(): Promise<void>
}

const faultTexts = Object.fromEntries(Object.entries(graphFaults).map(([name, [, what]]) => [name, what]))

/** Somebody to be, when the world is still empty. */
const firstPeople = [
  { name: 'Ada Winter', locale: 'en_US', timezone: 1 },
  { name: 'Jonas Berg', locale: 'de_DE', timezone: 1 },
]

/** Answers when the promise is kept. Throws ConfigError when the port is taken. */
export async function startPage({ graph, databaseUrl, port = 0 }: PageOptions): Promise<RunningPage> {
  const files = loadSite()
  const db = createDatabase({ url: databaseUrl, poolSize: 4 })
  const ended = new AbortController()
  if (graph.people().length === 0) for (const person of firstPeople) graph.createPerson(person)

  function answer(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined)
    if (!isFromHere(request)) return refuse(response, 403)
    const url = new URL(request.url ?? '/', 'http://page.local')
    if (url.pathname === '/_world' || url.pathname.startsWith('/_world/'))
      return passOn({ request, response, to: graph.url })
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
    if (url.pathname === '/rows') return streamRows({ url, response, db, graph, signal: ended.signal })
    if (url.pathname === '/faults') return answerJson(response, faultTexts)
    const file = files.get(url.pathname)
    if (file === undefined) return refuse(response, 404)
    answerFile(response, file)
  }

  const server = createServer(answer)
  const bound = await listen(server, { port, host: '127.0.0.1' })
  return {
    url: `http://127.0.0.1:${bound}/`,
    async close() {
      ended.abort()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await db.destroy()
    },
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end('Nothing here\n')
}

function answerJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
