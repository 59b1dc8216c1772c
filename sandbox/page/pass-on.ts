import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'

const passedHeaders = ['content-type', 'content-length', 'last-event-id', 'accept'] as const

/** Sends the request to another server on this machine, and its response back without buffering. */
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
    // The browser then knows that a stream is open before its first event.
    response.flushHeaders()
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  asked.on('error', () => {
    if (response.headersSent) response.destroy()
    else
      response
        .writeHead(502, { 'content-type': 'application/json' })
        .end('{"error":"the simulated Facebook does not answer"}')
  })
  response.on('close', () => asked.destroy())
  request.pipe(asked)
}
