/**
 * The sandbox page: in a browser you are a customer of the simulated Facebook, and see how Pagebeat replies.
 *
 *     GET /                              the page and its files, all from `site/`
 *     *   /_world/…                      the world of the simulated Facebook (graph-api/control.ts)
 *     GET /rows?page=…&person=…          server-sent events: the rows of this customer, and the ledger's verdict
 *     GET /faults                        the faults that can be switched on, by name
 *
 * It listens on loopback only, and refuses requests from pages of other sites.
 */
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { listen } from '../../src/listen.ts'
import { stopListening } from '../loopback.ts'
import { afterthoughts, graphFaults } from '../facebook/faults.ts'
import type { SimulatedGraph } from '../facebook/graph-api/server.ts'
import { answerFile, loadSite } from './site-files.ts'
import { streamRows } from './stream-rows.ts'

export interface PageOptions {
  /** The simulated Facebook that the page shows, with its `/_world`. */
  readonly graph: SimulatedGraph
  /** mysql://…: the database whose rows the page shows. */
  readonly databaseUrl: string
  /** 0 or undefined: any free port. */
  readonly port?: number
}

export type RunningPage = Awaited<ReturnType<typeof startPage>>

const faultTexts = Object.fromEntries(
  Object.entries({ ...graphFaults, ...afterthoughts }).map(([name, [, what]]) => [name, what]),
)

/** The first customers, when the world is still empty. */
const firstPeople = [
  { name: 'Ada Winter', locale: 'en_US', timezone: 1 },
  { name: 'Jonas Berg', locale: 'de_DE', timezone: 1 },
]

/** The page answers. Throws ConfigError when the port is taken. */
export async function startPage({ graph, databaseUrl, port = 0 }: PageOptions) {
  const files = loadSite()
  const db = createDatabase({ url: databaseUrl, poolSize: 4 })
  const ended = new AbortController()
  if (graph.people().length === 0) for (const person of firstPeople) graph.createPerson(person)

  function answer(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined)
    if (!isFromHere(request)) return refuse(response, 403)
    const url = new URL(request.url ?? '/', 'http://page.local')
    if (url.pathname === '/_world' || url.pathname.startsWith('/_world/'))
      return void graph.control(request, response)
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
    async close(): Promise<void> {
      ended.abort()
      await stopListening(server)
      await db.destroy()
    },
  }
}

/**
 * True when our own page, or a tool on this machine, makes the request. `Host` shows a foreign name that points to
 * 127.0.0.1, and `Origin` shows the site whose page the browser runs.
 */
function isFromHere({ headers, socket }: IncomingMessage): boolean {
  const names = ['127.0.0.1', 'localhost'].map((name) => `${name}:${socket.localPort}`)
  if (!names.includes(headers.host ?? '')) return false
  return headers.origin === undefined || names.some((name) => headers.origin === `http://${name}`)
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${STATUS_CODES[status]}\n`)
}

function answerJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
