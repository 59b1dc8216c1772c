/** What every action reads and changes, and how things in it are made and found. */
import type { Faults } from '../faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Item, Outcome, Sending } from '../webhooks/delivery.ts'
import type { Identifiers } from './identifiers.ts'
import type { Random } from './random.ts'
import { allPermissions } from './state.ts'
import type { Author, Comment, Page, PersonState, Post, Thread } from './state.ts'

export interface World {
  readonly random: Random
  readonly ids: Identifiers
  readonly faults: Faults
  readonly ledger: Ledger
  /** ms */
  readonly now: () => number
  readonly pages: Map<string, Page>
  readonly people: Map<string, PersonState>
  /** `newest`: old posts, comments and messages are forgotten, so that a run of millions of events stays small. */
  readonly memory: 'all' | 'newest'
  /** The order of the next item. */
  readonly order: number
  /** The item is on its way into a POST. */
  emit(item: Item, sending?: Sending): Promise<Outcome>
}

/** What a customer or the Page did. */
export interface Action {
  /** mid, post id or comment id. */
  readonly id: string
  /** ms; whole seconds in feed webhooks. */
  readonly at: number
  /** How its webhook ended; never rejects. */
  readonly delivered: Promise<Outcome>
}

export interface PageOptions {
  readonly id: string
  readonly name: string
  readonly token: string
  /** Subscribed at page level from the start, to all fields; true when left out. */
  readonly subscribed?: boolean
  readonly permissions?: readonly string[]
  /** The app that controls an idle thread; none when left out. */
  readonly defaultApp?: string
}

export function createPage(world: World, options: PageOptions, fields: Iterable<string> = []): Page {
  const { id, name, token, defaultApp } = options
  const page: Page = {
    id,
    name,
    username: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ''),
    token,
    tokenDead: undefined,
    permissions: new Set(options.permissions ?? allPermissions),
    subscribedFields: options.subscribed === false ? undefined : new Set(fields),
    defaultApp,
    messengerProfile: new Map(),
    threads: new Map(),
    posts: new Map(),
    comments: new Map(),
    leadForms: new Map(),
    leads: new Map(),
    blocked: new Set(),
    throttledUntil: 0,
    lastSecond: new Map(),
  }
  world.pages.set(id, page)
  world.ledger.events.pages.set(id, name)
  return page
}

export interface PersonOptions extends Partial<Omit<PersonState, 'key' | 'name' | 'psids' | 'feedIds'>> {
  readonly name: string
}

export function createPersonState(world: World, options: PersonOptions): PersonState {
  const [firstName = options.name, ...rest] = options.name.split(' ')
  const key = `person-${world.people.size + 1}`
  const state: PersonState = {
    key,
    firstName,
    lastName: rest.join(' '),
    locale: 'en_US',
    timezone: 1,
    gender: 'female',
    pictureUrl: `https://platform-lookaside.fbsbx.com/platform/profilepic/?id=${key}`,
    profile: 'full',
    phone: 'reads',
    feedIdDiffers: false,
    isScripted: false,
    ...options,
    psids: new Map(),
    feedIds: new Map(),
    lastFeedSecond: 0,
    refused: [],
  }
  world.people.set(key, state)
  return state
}

export function requirePage(world: World, id: string): Page {
  const page = world.pages.get(id)
  if (page === undefined) throw new RangeError(`no Page ${id}`)
  return page
}

/** Throws RangeError for a customer whom the Page blocks: they cannot write, comment or react. */
export function requireUnblocked(page: Page, { key, name }: PersonState): void {
  if (page.blocked.has(key)) throw new RangeError(`${page.name} blocks ${name}`)
}

/** `key` is the simulator's own name for the customer. */
export function requirePerson(world: World, key: string): PersonState {
  const person = world.people.get(key)
  if (person === undefined) throw new RangeError(`no customer ${key}`)
  return person
}

export function psidOf(world: World, person: PersonState, page: Page): string {
  return idIn(world, person.psids, page)
}

/** `from.id` in the feed: the PSID, except for people who were made otherwise. */
export function feedIdOf(world: World, person: PersonState, page: Page): string {
  return idIn(world, person.feedIdDiffers ? person.feedIds : person.psids, page)
}

function idIn({ ids }: World, known: Map<string, string>, page: Page): string {
  const id = known.get(page.id) ?? ids.person()
  known.set(page.id, id)
  return id
}

/** Id and name as the feed gives them. */
export function describeAuthor(world: World, author: Author, page: Page): { id: string; name: string } {
  return author === 'page'
    ? { id: page.id, name: page.name }
    : { id: feedIdOf(world, author, page), name: author.name }
}

export function findPersonByPsid(world: World, page: Page, psid: string): PersonState | undefined {
  const known = page.threads.get(psid)?.person
  return known ?? [...world.people.values()].find(({ psids }) => psids.get(page.id) === psid)
}

/** The thread of a customer with a Page, begun if there is none. */
export function openThread(world: World, page: Page, person: PersonState): Thread {
  const psid = psidOf(world, person, page)
  const known = page.threads.get(psid)
  if (known !== undefined) return known
  const thread: Thread = {
    id: `t_${world.ids.object()}`,
    page,
    person,
    psid,
    conversation: world.ledger.events.conversations.of(`${page.id} ${psid}`),
    messages: [],
    lastAt: 0,
    openedAt: 0,
    blocked: false,
    owner: undefined,
    delivered: { upTo: 0, below: 0 },
    read: { upTo: 0, below: 0 },
    typingUntil: 0,
    seenByPageUpTo: 0,
    linked: false,
  }
  page.threads.set(psid, thread)
  return thread
}

/** The state of something written at `at`, before anything happens to it. */
export function freshContent(at: number) {
  return { at, changedSecond: secondOf(at), removed: false }
}

/** The same for a post or comment. */
export function freshOnFeed(at: number) {
  return { ...freshContent(at), hidden: false, reactions: new Map<Author, string>(), privatelyRepliedAt: 0 }
}

/** The time of the next event of a thread, ms: now, but later than all before. */
export function tick(world: World, thread: Thread): number {
  thread.lastAt = Math.max(Math.floor(world.now()), thread.lastAt + 1)
  return thread.lastAt
}

/** On whichever Page it is. */
export function findPost({ pages }: World, id: string): Post | undefined {
  return [...pages.values()].find(({ posts }) => posts.has(id))?.posts.get(id)
}

export function findComment({ pages }: World, id: string): Comment | undefined {
  return [...pages.values()].find(({ comments }) => comments.has(id))?.comments.get(id)
}

export function secondOf(ms: number): number {
  return Math.floor(ms / 1000)
}

export function between(random: Random, [least, most]: readonly [number, number]): number {
  return least + random.below(Math.max(1, most - least + 1))
}

/** Without the keys that hold nothing. */
export function present<T extends object>(bag: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const key in bag) if (bag[key] !== undefined) kept[key] = bag[key] as Exclude<T[typeof key], undefined>
  return kept
}
