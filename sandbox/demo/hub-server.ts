/** The brand's decision service of the demo: answers as the transcript that is being played says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback, stopListening } from '../loopback.ts'
import type { Transcript } from '../../src/storyboard/transcript/schema.ts'

type Scripts = NonNullable<Transcript['hubs']>

export type HubServer = Awaited<ReturnType<typeof startHubServer>>

export async function startHubServer() {
  const scripts = new Map<string, Scripts>()
  async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked
    const answer = scripts.get(asked.turn.psid)?.[asked.hub]
    const isSilent = answer === undefined || answer === 'silent'
    response.writeHead(isSilent ? 503 : 200, { 'Content-Type': 'application/json' })
    response.end(isSilent ? '' : JSON.stringify(answer))
  }
  const server = createServer((request, response) => {
    answerTo(request, response).catch(() => response.destroy())
  })
  const port = await listenOnLoopback(server, 0)
  return {
    url: `http://127.0.0.1:${port}/`,
    /** From now on the hubs answer so where it is about this customer. */
    script(psid: string, hubs: Scripts): void {
      scripts.set(psid, { ...scripts.get(psid), ...hubs })
    },
    close: () => stopListening(server),
  }
}

interface Asked {
  readonly hub: string
  readonly turn: { readonly psid: string }
}
