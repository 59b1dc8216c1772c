/** The world behind the Graph API: what everything beside this file reads and changes. */
import type { Outbox } from '../webhooks/outbox.ts'
import type { Thread } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { Usage } from './usage.ts'

/** Where the documents contradict each other or say nothing: the strict reading, unless switched. */
export const usualRules = {
  /** A comment or visitor post opens the 24-hour window too. */
  commentsOpenWindow: false,
  /** The app may use HUMAN_AGENT within 7 days. */
  humanAgent: false,
  /** Every call must carry `appsecret_proof`. */
  requireProof: true,
  /** Delay of the delivery receipt after the message, and of the read receipt after that, ms: least, most. */
  deliveredAfterMs: [30, 200] as readonly [number, number],
  readAfterMs: [100, 600] as readonly [number, number],
  /** Delay of an echo after the response, ms. */
  echoAfterMs: [5, 60] as readonly [number, number],
  /** `from` of the feed is withheld in this share of comments. */
  namelessComments: 0,
}
export type Rules = Readonly<typeof usualRules>

export interface GraphWorld extends World {
  readonly appId: string
  readonly appSecret: string
  readonly rules: Rules
  readonly outbox: Outbox
  readonly usage: Usage
  /** Resolves after `ms`, or at once when the server stops. */
  readonly sleep: (ms: number) => Promise<void>
}

const day = 24 * 60 * 60_000

/** Who controls the thread: its owner for 24 hours after the customer's last message, then the Page's default app; undefined = anyone. */
export function controllerOf(world: GraphWorld, thread: Thread): string | undefined {
  const isActive = world.now() - thread.openedAt < day
  return isActive && thread.owner !== undefined ? thread.owner : thread.page.defaultApp
}

/** Our app may write in the thread. */
export function isOurs(world: GraphWorld, thread: Thread): boolean {
  const controller = controllerOf(world, thread)
  return controller === undefined || controller === world.appId
}

/** `messaging` when our app may answer, `standby` when another one controls the thread. */
export function listFor(world: GraphWorld, thread: Thread): 'messaging' | 'standby' {
  return isOurs(world, thread) ? 'messaging' : 'standby'
}
