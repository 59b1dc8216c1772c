/** The ledger as server-sent events: what was missed first, then all that happens. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LedgerEntry } from '../ledger/seen-ledger.ts'
import type { GraphWorld } from './graph-world.ts'

const keepAliveMs = 15_000

/** `after` or Last-Event-ID is the last `seq` that the reader has; without either only what happens from now on is sent. */
export function streamEvents(world: GraphWorld, request: IncomingMessage, response: ServerResponse): void {
  const asked = new URL(request.url ?? '/', 'http://graph.local').searchParams.get('after')
  const last = request.headers['last-event-id']?.toString() ?? asked
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  response.write(': hello\n\n')
  const send = (entry: LedgerEntry) =>
    response.write(`id: ${entry.seq}\nevent: ${entry.is}\ndata: ${JSON.stringify(entry)}\n\n`)
  if (last !== null && last !== '')
    for (const entry of world.ledger.entries.filter(({ seq }) => seq > Number(last))) send(entry)
  const stop = world.ledger.watch(send)
  const beat = setInterval(() => response.write(': still here\n\n'), keepAliveMs)
  beat.unref()
  response.on('close', () => {
    clearInterval(beat)
    stop()
  })
}
