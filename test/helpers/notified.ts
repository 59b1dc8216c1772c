import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { ExecutionContext } from 'ava'

export interface Notified {
  /** What NOTIFY_URL holds. */
  readonly url: string
  /** The texts of the POSTs so far, with the time at which each came, ms. */
  readonly posts: readonly { readonly text: string; readonly at: number }[]
}

/** A receiver of NOTIFY_URL. `respond` left out: it takes everything, as Slack does. */
export async function startReceiverOfFacts(
  t: ExecutionContext,
  respond: (response: ServerResponse, request: IncomingMessage) => void = (response) => response.end('ok'),
): Promise<Notified> {
  const posts: { text: string; at: number }[] = []
  const server = createServer((request, response) => {
    const read = async (): Promise<void> => {
      const body: { text?: string } = JSON.parse(await text(request))
      posts.push({ text: body.text ?? '', at: Date.now() })
      respond(response, request)
    }
    void read()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/T0/B0/secret`, posts }
}
