/** The brand's decision service of the demo: answers as the transcript that is being played says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback, stopListening } from '../loopback.ts'
import type { Transcript } from '../../src/storyboard/transcript/schema.ts'

type Scripts = NonNullable<Transcript['hubs']>

export type HubServer = Awaited<ReturnType<typeof startHubServer>>

export async function startHubServer() {
  const scripts = new Map<string, Scripts>()
  const codes = new Map<string, string>()
  async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked | LogIn
    if ('authorization_code' in body) return answerLogIn(body, response)
    const asked = body
    const answer = scripts.get(asked.turn.psid)?.[asked.hub]
    if (asked.verify !== undefined) codes.set(asked.turn.psid, asked.verify.code)
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
    /** The code that this customer got by mail or on the phone. */
    codeOf: (psid: string): string | undefined => codes.get(psid),
    close: () => stopListening(server),
  }
}

/** Every code is the number of a card after `card-`. */
function answerLogIn({ authorization_code: code }: LogIn, response: ServerResponse): void {
  const customer = /^card-(.+)$/.exec(code)?.[1]
  response.writeHead(customer === undefined ? 404 : 200, { 'Content-Type': 'application/json' })
  response.end(customer === undefined ? '' : JSON.stringify({ customer }))
}

interface LogIn {
  readonly authorization_code: string
}

interface Asked {
  readonly hub: string
  readonly verify?: { readonly code: string }
  readonly turn: { readonly psid: string }
}
