/**
 * The simulated graph.facebook.com, and the people behind it. It answers on 127.0.0.1 as the Graph API does, sends signed
 * webhooks of all that happens, and keeps the ledger of what each customer saw.
 *
 *     const graph = await startGraph({
 *       appId: '1', appSecret: 'shh', seed: 1,
 *       webhook: { url: 'http://127.0.0.1:3000/webhook', secret: 'shh' },
 *       pages: [{ id: '100200300', name: 'Beanery', token: 'EAAB-1' }],
 *     })
 *     const ada = graph.createPerson({ name: 'Ada Lovelace' })
 *     ada.write('100200300', 'Hello')                       // GRAPH_API_URL is graph.url
 *     const seen = await graph.ledger.until(({ text }) => text === 'Hi Ada')
 *     graph.faults.set('answer-lost', 0.3)                  // names: ../faults.ts
 *     graph.ledger.duplicates()                             // messages that a customer saw twice
 *     await graph.close()
 *
 * Comments: `const { id } = graph.pagePosts(page, 'New beans')`, then `ada.comment(id, 'How much?')`.
 * Callbacks: `graph.callBack('data-deletion', '10155')`, as for a customer who asks for deletion.
 * Agents: `graph.pageInboxWrites(page, ada, 'Hi')`, `graph.takeThread(page, ada)`, `graph.revokeToken(page)`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback, stopListening } from '../../loopback.ts'
import { createFaults, type FaultShares } from '../faults.ts'
import { createLedger } from '../ledger/ledger.ts'
import { createLeadActions } from '../people/lead-forms.ts'
import { createPageStaff } from '../people/page-staff.ts'
import { createPerson, personOf } from '../people/person.ts'
import { allFields, createOutbox, type Webhook } from '../webhooks/outbox.ts'
import { sendCallback } from '../webhooks/signed-request.ts'
import { createIdentifiers } from '../world/identifiers.ts'
import { createRandom } from '../world/random.ts'
import type { Page } from '../world/state.ts'
import { createPage, type PageOptions, type PersonOptions } from '../world/world.ts'
import { answerCall, type Answered } from './answer.ts'
import { control, isControl } from './control.ts'
import { usualRules, type GraphWorld, type Rules } from './graph-world.ts'
import { createTimers } from './timers.ts'
import { createUsage, usualLimits, type UsageLimits } from './usage.ts'

export interface GraphOptions {
  readonly appId: string
  readonly appSecret: string
  readonly seed: number | string
  /** Where webhooks go from the start, as if both levels of subscription had been made. */
  readonly webhook?: Webhook
  readonly pages: readonly PageOptions[]
  /** Probabilities by name, 0..1; `graph.faults.set` changes them later. */
  readonly faults?: FaultShares
  /** 0, or left out: any free one. */
  readonly port?: number
  /** Is told of every response; never a token or a text. */
  readonly log?: (answered: Answered) => void
  readonly rules?: Partial<Rules>
  readonly limits?: Partial<UsageLimits>
  /** ms since the epoch; tests move it. */
  readonly now?: () => number
  /** How much faster than real time webhooks are retried. */
  readonly timeScale?: number
}

export type SimulatedGraph = Awaited<ReturnType<typeof startGraph>>

/** Answers calls when the promise is kept. Throws RangeError on an unknown fault. */
export async function startGraph(options: GraphOptions) {
  const { now = Date.now, seed } = options
  const timers = createTimers()
  const ledger = createLedger()
  const pages = new Map<string, Page>()
  const { webhook, timeScale } = options
  const outbox = createOutbox({ webhook, ledger, pages, timeScale, sleep: timers.sleep })
  const world: GraphWorld = {
    appId: options.appId,
    appSecret: options.appSecret,
    rules: { ...usualRules, ...options.rules },
    now,
    random: createRandom(`${seed} graph`),
    ids: createIdentifiers(createRandom(`${seed} graph ids`)),
    pages,
    people: new Map(),
    ledger,
    memory: 'all',
    order: 0,
    emit: (item, sending) => outbox.post(item, sending),
    faults: createFaults({ seed, now, initial: options.faults }),
    outbox,
    usage: createUsage({ ...usualLimits, ...options.limits }, now),
    sleep: timers.sleep,
  }
  const addPage = (page: PageOptions): Page => createPage(world, page, allFields)
  for (const page of options.pages) addPage(page)

  const answers: Answered[] = []
  const crashes: unknown[] = []
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (isControl(request)) return await control(world, request, response)
      const answered = await answerCall(world, { request, response })
      answers.push(answered)
      options.log?.(answered)
    } catch (error) {
      // A caller that hung up while it was read is no mistake of ours.
      if (!request.destroyed) crashes.push(error)
      response.destroy()
    }
  }
  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    void answer(request, response)
  })
  server.keepAliveTimeout = 60_000
  const port = await listenOnLoopback(server, options.port ?? 0)

  return {
    ...createPageStaff(world),
    ...createLeadActions(world),
    /** `http://127.0.0.1:port`: what GRAPH_API_URL takes. */
    url: `http://127.0.0.1:${port}`,
    port,
    /** Calls a callback of the app, at the host of its webhook. `userId` is the customer's id in the app. */
    callBack: (callback: 'data-deletion' | 'deauthorize', userId: string) =>
      sendCallback(new URL(`/facebook/${callback}`, webhook?.url).href, {
        userId,
        appSecret: options.appSecret,
        issuedAt: Math.floor(now() / 1000),
      }),
    ledger,
    faults: world.faults,
    outbox,
    /** Every response so far. */
    answers: answers as readonly Answered[],
    /** Mistakes of the simulator itself: a test wants none. */
    crashes: crashes as readonly unknown[],
    createPerson: (person: PersonOptions) => createPerson(world, person),
    /** Everybody so far. */
    people: () => [...world.people.values()].map((state) => personOf(world, state)),
    page: (id: string) => world.pages.get(id),
    addPage,
    /** Answers a request of a browser page for `/_world`, which may come to another server. */
    control: answer,
    /** Connections are refused until `listenAgain`, on the same port. */
    stopListening: () => stopListening(server),
    async listenAgain(): Promise<void> {
      await listenOnLoopback(server, port)
    },
    async close(): Promise<void> {
      timers.stop()
      await stopListening(server)
      await outbox.close()
    },
  }
}
