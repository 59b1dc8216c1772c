/** The world behind the Graph API: what everything beside this file reads and changes, and how things in it are found or made. */
import type { Identifiers } from './identifiers.ts'
import type { Random } from './random.ts'
import type { GraphFaults } from '../graph-api/faults.ts'
import type { GraphLedger } from '../ledger/seen-ledger.ts'
import type { Outbox } from '../webhooks/outbox.ts'
import { allPermissions } from './state.ts'
import type { Comment, Page, PersonState, Post, Thread } from './state.ts'
import type { Usage } from '../graph-api/usage.ts'

/** Where the documents contradict each other or say nothing: the strict reading, unless switched. */
export interface Rules {
  /** A comment or visitor post opens the 24-hour window too. */
  readonly commentsOpenWindow: boolean
  /** The app may use HUMAN_AGENT within 7 days. */
  readonly humanAgent: boolean
  /** Every call must carry `appsecret_proof`. */
  readonly requireProof: boolean
  /** The phone answers a message with a delivery receipt after so many ms, and shows it so many ms later: least, most. */
  readonly deliveredAfterMs: readonly [number, number]
  readonly readAfterMs: readonly [number, number]
  /** An echo leaves so many ms after the answer. */
  readonly echoAfterMs: readonly [number, number]
  /** `from` of the feed is withheld in this share of comments. */
  readonly namelessComments: number
}

export interface World {
  readonly appId: string
  readonly appSecret: string
  readonly rules: Rules
  readonly now: () => number
  readonly random: Random
  readonly ids: Identifiers
  readonly pages: Map<string, Page>
  readonly people: Map<string, PersonState>
  readonly ledger: GraphLedger
  readonly faults: GraphFaults
  readonly outbox: Outbox
  readonly usage: Usage
  /** Resolves after `ms`, or at once when the server stops. */
  readonly sleep: (ms: number) => Promise<void>
}

export interface PageOptions {
  readonly id: string
  readonly name: string
  readonly token: string
  /** Subscribed at page level from the start, to all fields; true when left out. */
  readonly subscribed?: boolean
  readonly permissions?: readonly string[]
  /** The app that holds an idle thread; none when left out. */
  readonly defaultApp?: string
}

export function createPage(options: PageOptions, fields: Iterable<string>): Page {
  return {
    id: options.id,
    name: options.name,
    username: options.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ''),
    token: options.token,
    tokenDead: undefined,
    permissions: new Set(options.permissions ?? allPermissions),
    subscribedFields: options.subscribed === false ? undefined : new Set(fields),
    defaultApp: options.defaultApp,
    messengerProfile: new Map(),
    threads: new Map(),
    posts: new Map(),
    comments: new Map(),
    throttledUntil: 0,
  }
}

export function requirePage(world: World, id: string): Page {
  const page = world.pages.get(id)
  if (page === undefined) throw new RangeError(`no Page ${id}`)
  return page
}

export function psidOf(world: World, person: PersonState, page: Page): string {
  const known = person.psids.get(page.id)
  if (known !== undefined) return known
  const psid = world.ids.person()
  person.psids.set(page.id, psid)
  return psid
}

/** `from.id` in the feed: the PSID, except for people who were made otherwise. */
export function feedIdOf(world: World, person: PersonState, page: Page): string {
  if (!person.feedIdDiffers) return psidOf(world, person, page)
  const known = person.feedIds.get(page.id)
  if (known !== undefined) return known
  const id = world.ids.person()
  person.feedIds.set(page.id, id)
  return id
}

export function findPersonByPsid(world: World, page: Page, psid: string): PersonState | undefined {
  const thread = page.threads.get(psid)
  if (thread !== undefined) return thread.person
  for (const person of world.people.values()) if (person.psids.get(page.id) === psid) return person
  return undefined
}

/** The thread of a person with a Page, begun if there is none. */
export function openThread(world: World, page: Page, person: PersonState): Thread {
  const psid = psidOf(world, person, page)
  const known = page.threads.get(psid)
  if (known !== undefined) return known
  const thread: Thread = {
    id: `t_${world.ids.object()}`,
    page,
    person,
    psid,
    messages: [],
    lastAt: 0,
    openedAt: 0,
    blocked: false,
    owner: undefined,
    deliveredUpTo: 0,
    readUpTo: 0,
    typingUntil: 0,
    seenByPageUpTo: 0,
  }
  page.threads.set(psid, thread)
  return thread
}

/** The time of the next event of a thread, ms: now, but later than all before. */
export function tick(world: World, thread: Thread): number {
  thread.lastAt = Math.max(Math.floor(world.now()), thread.lastAt + 1)
  return thread.lastAt
}

const day = 24 * 60 * 60_000

/** Who holds the thread: its owner for 24 hours after the person's last message, then the Page's default app; undefined = anyone. */
export function holderOf(world: World, thread: Thread): string | undefined {
  const isActive = world.now() - thread.openedAt < day
  return isActive && thread.owner !== undefined ? thread.owner : thread.page.defaultApp
}

/** `messaging` when our app may answer, `standby` when another holds the thread. */
export function listFor(world: World, thread: Thread): 'messaging' | 'standby' {
  const holder = holderOf(world, thread)
  return holder === undefined || holder === world.appId ? 'messaging' : 'standby'
}

/** The Page on which there is a post or comment with this id. */
export function findPost(world: World, id: string): Post | undefined {
  for (const page of world.pages.values()) {
    const post = page.posts.get(id)
    if (post !== undefined) return post
  }
  return undefined
}

export function findComment(world: World, id: string): Comment | undefined {
  for (const page of world.pages.values()) {
    const comment = page.comments.get(id)
    if (comment !== undefined) return comment
  }
  return undefined
}

export function between(random: Random, [least, most]: readonly [number, number]): number {
  return least + random.below(Math.max(1, most - least + 1))
}
