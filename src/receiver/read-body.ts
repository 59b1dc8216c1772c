import type { IncomingMessage } from 'node:http'
import type { BodyRoom } from './body-budget.ts'

export type UnreadBody = 'too_large' | 'aborted' | 'busy' | 'fragmented'

interface Limits {
  readonly maxBytes: number
  readonly room: BodyRoom
}

/**
 * Resolves to the bytes of a request's body; to `too_large` as soon as there are more than `maxBytes` (the rest is
 * not read); to `busy` when the budget has no room for them; to `fragmented` when they come in tiny pieces; to
 * `aborted` when the connection ended before. Never rejects. The body is copied to one block of memory, because a
 * piece of one byte takes a hundred.
 */
export function readBody(req: IncomingMessage, { maxBytes, room }: Limits): Promise<Buffer | UnreadBody> {
  const announced = announcedBytes(req)
  if (announced > maxBytes) return Promise.resolve('too_large')
  if (!room.grow(announced)) return Promise.resolve('busy')
  return new Promise((resolve) => {
    if (req.destroyed) return resolve('aborted')
    let body: Buffer | undefined
    let bytes = 0
    let pieces = 0

    function stop(reason: UnreadBody): void {
      req.off('data', take).pause()
      resolve(reason)
      body = undefined
    }

    function take(chunk: Buffer): void {
      const before = bytes
      bytes += chunk.length
      pieces += 1
      if (bytes > maxBytes) return stop('too_large')
      if (pieces > manyPieces && bytes < pieces * leastPieceBytes) return stop('fragmented')
      if (body === undefined && bytes === announced) return void (body = chunk) // nearly every delivery
      const size = body?.length ?? announced
      if (bytes > size || body === undefined) {
        const larger = bytes <= size ? size : Math.min(Math.max(2 * size, bytes, firstBytes), maxBytes)
        if (!room.grow(larger)) return stop('busy')
        body = copyTo(Buffer.allocUnsafeSlow(larger), body?.subarray(0, before))
      }
      chunk.copy(body, before)
    }

    room.onGiveWay(() => stop('busy'))
    req.on('data', take)
    req.on('end', () => {
      room.arrived()
      resolve(body?.subarray(0, bytes) ?? Buffer.alloc(0))
    })
    req.on('close', () => resolve('aborted')) // no effect after `end`; Node needs a listener for the error too
  })
}

/** Each piece costs processor time. No proxy makes many that are this small on average. */
const manyPieces = 256
const leastPieceBytes = 64

/** Of a chunked body, whose length is not known. */
const firstBytes = 4 * 1024

function copyTo(target: Buffer, source: Buffer | undefined): Buffer {
  source?.copy(target)
  return target
}

/** The header `Content-Length`; 0 for a chunked body. Node has checked that it is a number. */
export function announcedBytes(req: IncomingMessage): number {
  return Number(req.headers['content-length'] ?? 0)
}
