/** Server-sent events: a response that stays open, with a heartbeat, for a client that reads it. */
import type { ServerResponse } from 'node:http'
import type { Context } from 'koa'
import type { SignedInUser } from '../../../src/domain/console-user.ts'
import { ApiFailure } from './api-failure.ts'

export interface LiveEvent {
  /** A name of `liveEvents` (console/api/live.ts). */
  readonly event: string
  readonly data: unknown
}

/** What is told to one page. */
export interface LiveListener {
  readonly user: SignedInUser
  /** The conversation that the page shows. */
  readonly conversationId: string | undefined
  /** Aborted when the page is gone. The source then ends. */
  readonly signal: AbortSignal
}

/** Made by the Inbox: events as they happen, until `signal`. Every call is a source of its own. */
export interface LiveSource {
  open(listener: LiveListener): AsyncIterable<LiveEvent>
}

export interface StreamOptions {
  /** False: the session has ended. Rejects when the database does not answer. */
  readonly isLive: (sessionId: string) => Promise<boolean>
  readonly onError: (error: unknown) => void
  readonly now: () => number
  readonly beatMs?: number
  readonly mostPerUser?: number
  /** A client that leaves more bytes than this unread is dropped. It connects again. */
  readonly mostUnreadBytes?: number
}

export interface EventStreams {
  /** Responds with the events of `source`. Throws ApiFailure (429) when this user has too many streams open. */
  respond(ctx: Context, listener: Omit<LiveListener, 'signal'>, source: LiveSource): void
  /** Ends all streams, as the server stops. */
  close(): void
}

const ended = { error: 'signed_out', says: 'Your session has ended. Sign in again.' }
const busy = { error: 'database_busy', says: 'The database does not answer. What you see may be old.' }

export function createEventStreams(options: StreamOptions): EventStreams {
  const { beatMs = 15_000, mostPerUser = 12, mostUnreadBytes = 1024 * 1024 } = options
  const open = new Map<AbortController, string>()

  /** False: the client was too slow, and is dropped. */
  function write(res: ServerResponse, { event, data }: LiveEvent): boolean {
    res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    if (res.writableLength <= mostUnreadBytes) return true
    res.destroy()
    return false
  }

  async function beat(res: ServerResponse, sessionId: string): Promise<void> {
    try {
      if (await options.isLive(sessionId))
        return void write(res, { event: 'beat', data: { nowMs: options.now() } })
      write(res, { event: 'trouble', data: ended })
      res.end()
    } catch (error) {
      options.onError(error)
      write(res, { event: 'trouble', data: busy })
    }
  }

  async function pump(res: ServerResponse, events: AsyncIterable<LiveEvent>): Promise<void> {
    try {
      for await (const event of events) if (res.writableEnded || !write(res, event)) break
    } catch (error) {
      if (res.destroyed) return
      options.onError(error)
      write(res, { event: 'trouble', data: busy })
    }
    res.end()
  }

  return {
    respond(ctx, listener, source) {
      const { id, sessionId } = listener.user
      if ([...open.values()].filter((userId) => userId === id).length >= mostPerUser)
        throw new ApiFailure(429, {
          code: 'too_many_streams',
          values: { most: mostPerUser },
        })
      const { res } = ctx
      const gone = new AbortController()
      open.set(gone, id)
      ctx.respond = false
      res.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'X-Accel-Buffering': 'no', // nginx would hold the events back
      })
      res.write('retry: 2000\n\n')
      const beats = setInterval(() => void beat(res, sessionId), beatMs)
      gone.signal.addEventListener('abort', () => res.end())
      res.once('close', () => {
        clearInterval(beats)
        open.delete(gone)
        gone.abort()
      })
      void pump(res, source.open({ ...listener, signal: gone.signal }))
    },
    close() {
      for (const gone of open.keys()) gone.abort()
    },
  }
}
