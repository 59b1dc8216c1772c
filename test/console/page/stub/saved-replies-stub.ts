/** Replies that agents share. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  savedRepliesSchema,
  type SavedReply,
  savedReplyBodySchema,
  savedReplySchema,
} from '../../../../console/api/saved-replies.ts'

export interface SavedRepliesStub {
  readonly saved: SavedReply[]
  /** False: the path is none of saved replies. */
  readonly answer: (request: IncomingMessage, body: unknown, response: ServerResponse) => boolean
}

export function createSavedRepliesStub(): SavedRepliesStub {
  const saved: SavedReply[] = []
  return {
    saved,
    answer({ method, url = '' }, body, response) {
      if (!url.startsWith('/api/saved-replies')) return false
      const respond = (status: number, value: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
      }
      const id = url.split('/')[3] ?? ''
      const at = saved.findIndex((one) => one.id === id)
      if (method === 'GET') respond(200, savedRepliesSchema.parse({ replies: saved }))
      else if (method === 'DELETE') {
        saved.splice(at, 1)
        response.writeHead(204).end()
      } else {
        const { text } = savedReplyBodySchema.parse(body)
        // A text that is there is not added again, as a page that reloads may tell it twice.
        const known = method === 'POST' ? saved.find((one) => one.text === text) : undefined
        const kept = known ?? { id: method === 'PUT' ? id : String(saved.length + 1), text }
        if (at !== -1) saved[at] = kept
        else if (known === undefined) saved.push(kept)
        respond(method === 'PUT' ? 200 : 201, savedReplySchema.parse(kept))
      }
      return true
    },
  }
}
