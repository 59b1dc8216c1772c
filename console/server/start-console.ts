import { createServer, type Server } from 'node:http'
import { boundConnections } from '../../src/http/bound-connections.ts'
import { listen } from '../../src/listen.ts'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { type ConsoleApp, type ConsoleAppOptions, createConsoleApp } from './app.ts'
import { type Areas, createAreas } from './areas.ts'
import { createEventStreams } from './http/event-stream.ts'

export interface StartConsoleOptions extends Omit<ConsoleAppOptions, 'streams' | 'onSession' | 'areas'> {
  /** Absent: all that there are. */
  readonly areas?: Areas
  readonly port: number
  readonly host: string
  readonly beatMs?: number
  /** The time for a whole request. A slower client is cut off. */
  readonly requestMs?: number
}

export interface RunningConsole {
  readonly port: number
  /** For the tests that walk every route. */
  readonly routers: ConsoleApp['routers']
  /** Ends the streams, responds to every request under way, then resolves. */
  close(): Promise<void>
}

/** Each agent's browser holds two or three. */
const mostConnections = 2_000
const drainMs = 5_000
const purgeMs = 10 * 60_000

/** The console listens. */
export async function startConsole(options: StartConsoleOptions): Promise<RunningConsole> {
  const { db, now, onError, beatMs, requestMs = 10_000 } = options
  const server = createServer({
    headersTimeout: Math.min(5_000, requestMs),
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1_000, requestMs / 2),
    keepAliveTimeout: 75_000, // longer than the 60 s of a load balancer, which must close first
  })
  server.maxHeadersCount = 100
  const connections = boundConnections(server, { most: mostConnections })
  const sessions = createConsoleSessions(db, now)
  const streams = createEventStreams({
    isLive: sessions.isLive,
    onError,
    now,
    ...(beatMs === undefined ? {} : { beatMs }),
  })
  const areas = options.areas ?? createAreas(options)
  const { app, routers } = createConsoleApp({
    ...options,
    areas,
    streams,
    onSession: connections.vouchFor,
  })
  const handle = app.callback()
  server.on('request', (req, res) => {
    if (connections.mayRespond(req, res)) void handle(req, res)
  })
  const purging = setInterval(() => void sessions.purge().catch(onError), purgeMs)
  const port = await listen(server, { port: options.port, host: options.host })
  return {
    port,
    routers,
    async close() {
      clearInterval(purging)
      streams.close()
      await closeServer(server)
      await areas.close?.()
    },
  }
}

async function closeServer(server: Server): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(deadline)
}
