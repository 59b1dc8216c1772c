import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'

const passedHeaders = ['content-type', 'content-length', 'last-event-id', 'accept'] as const

/** The request goes to another server on this machine, and its answer back, as it comes: events are not held up. */
export function passOn({
  request,
  response,
  to,
}: {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly to: string
}): void {
  const headers = Object.fromEntries(
    passedHeaders.flatMap((name) =>
      request.headers[name] === undefined ? [] : [[name, request.headers[name]]],
    ),
  )
  const asked = ask(new URL(request.url ?? '/', to), { method: request.method, headers, agent: false })
  asked.on('response', (answer) => {
    const { 'content-type': type = 'application/json' } = answer.headers
    response.writeHead(answer.statusCode ?? 502, { 'content-type': type, 'cache-control': 'no-store' })
    // A stream that says nothing yet is open all the same.
    response.flushHeaders()
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  asked.on('error', () => {
    if (response.headersSent) response.destroy()
    else
      response.writeHead(502, { 'content-type': 'application/json' }).end('{"error":"Facebook is not there"}')
  })
  response.on('close', () => asked.destroy())
  request.pipe(asked)
}
