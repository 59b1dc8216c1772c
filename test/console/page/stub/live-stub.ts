import type { ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { InboxState } from '../../../../console/api/conversation-list.ts'
import { liveEvents } from '../../../../console/api/live.ts'
import { summarize, type World } from './world.ts'

interface LiveStubOptions {
  readonly world: World
  readonly counts: () => Partial<Record<InboxState, number>>
  readonly nowMs: () => number
}

type Name = keyof typeof liveEvents

/** The live events of the stub. */
export function createLiveStub({ world, counts, nowMs }: LiveStubOptions) {
  const listeners = new Map<ServerResponse, string | undefined>()

  return {
    open(response: ServerResponse, conversation: string | undefined): void {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      listeners.set(response, conversation)
      response.on('close', () => listeners.delete(response))
      write(response, 'beat', { nowMs: nowMs() })
    },
    /** Tells everybody what is now known of the conversation. */
    changed(id: string): void {
      const stored = world.get(id)
      if (stored === undefined) return
      for (const [listener, conversation] of listeners) {
        write(listener, 'conversations', { items: [summarize(stored)] })
        write(listener, 'counts', { counts: counts() })
        if (conversation !== id) continue
        write(listener, 'conversation', stored.head)
        write(listener, 'messages', { conversationId: id, messages: stored.messages.slice(-20) })
      }
    },
    /** The customer was forgotten. */
    removed(id: string): void {
      world.delete(id)
      for (const listener of listeners.keys()) {
        write(listener, 'removed', { conversationIds: [id] })
        write(listener, 'counts', { counts: counts() })
      }
    },
    trouble(error: string): void {
      for (const listener of listeners.keys())
        write(listener, 'trouble', { error, says: 'The database does not answer.' })
    },
    /** As the server does every 15 s. */
    beat(): void {
      for (const listener of listeners.keys()) write(listener, 'beat', { nowMs: nowMs() })
    },
    /** All connections break, as when a proxy restarts. */
    close(): void {
      for (const listener of listeners.keys()) listener.destroy()
      listeners.clear()
    },
    count: () => listeners.size,
  }
}

function write<Event extends Name>(
  to: ServerResponse,
  name: Event,
  data: z.infer<(typeof liveEvents)[Event]>,
): void {
  to.write(`event: ${name}\ndata: ${JSON.stringify(liveEvents[name].parse(data))}\n\n`)
}
