import type { IncomingMessage } from 'node:http'

/**
 * Resolves to the bytes of a request's body; to `too_large` as soon as there are more than `maxBytes` (the rest is
 * not read); to `aborted` when the connection ended before. Never rejects.
 */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large' | 'aborted'> {
  return new Promise((resolve) => {
    if (req.destroyed) return resolve('aborted')
    const chunks: Buffer[] = []
    let bytes = 0
    function take(chunk: Buffer): void {
      bytes += chunk.length
      if (bytes <= maxBytes) return void chunks.push(chunk)
      req.off('data', take).pause()
      resolve('too_large')
    }
    req.on('data', take)
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    req.on('close', () => resolve('aborted')) // no effect after `end`; Node needs a listener for the error too
  })
}
