/** Typical webhooks, the same from the same options: messages, comments, reactions and echoes of many people on one Page. */
import { asPageId } from '../../src/domain/ids.ts'
import { createHash } from 'node:crypto'
import { phraseOf } from './phrase.ts'
import { createRandom, type Random } from '../../sandbox/facebook/world/random.ts'
import { sign } from '../../sandbox/facebook/webhooks/sign.ts'
import { encodeWire, type Wire } from '../../sandbox/facebook/webhooks/wire.ts'
import { commentKey, messageKey } from '../../src/domain/event-key.ts'
import type { Key } from '../../src/domain/event.ts'

export interface TypicalOptions {
  readonly seed: string
  readonly secret: string
  readonly events: number
  /** Events a POST, least and most. */
  readonly batch: readonly [number, number]
  /** How many people the events are about; `personId` names them. */
  readonly people: number
  /** When the first event happens, ms. */
  readonly baseTime: number
  /** Only kinds that make one row a thing with a key known beforehand: messages and comments. */
  readonly keyedOnly?: boolean
}

export interface SignedPost {
  readonly body: Buffer
  readonly sha256: string
  readonly sha1: string
  readonly events: number
  /** The event's key, when the POST holds one event. */
  readonly key: Key | undefined
}

export const typicalPage = asPageId('100200300400500')

/** Sixteen digits, as Facebook's are. `fill-rows.ts` makes the same ones in SQL. */
export function personId(index: number): string {
  return String(firstPerson + index * personStep)
}
export const firstPerson = 5_000_000_000_000_000
export const personStep = 10_007

interface Item {
  readonly list: 'messaging' | 'changes'
  readonly key: Key
  readonly wire: Wire
}

export function createTypicalPosts(options: TypicalOptions): SignedPost[] {
  const random = createRandom(options.seed)
  const posts: SignedPost[] = []
  for (let made = 0; made < options.events;) {
    const [least, most] = options.batch
    const size = Math.min(options.events - made, least + random.below(most - least + 1))
    const list = random.chance(0.6) ? 'messaging' : 'changes'
    const items = Array.from({ length: size }, (_, index) => createItem(random, list, made + index, options))
    posts.push(toPost(items, list, options.baseTime + made, options.secret))
    made += size
  }
  return posts
}

function toPost(items: readonly Item[], list: Item['list'], time: number, secret: string): SignedPost {
  const entry = { id: typicalPage, time: list === 'changes' ? Math.floor(time / 1000) : time }
  const payload: Wire = { object: 'page', entry: [{ ...entry, [list]: items.map(({ wire }) => wire) }] }
  const body = Buffer.from(encodeWire(payload), 'latin1')
  return {
    body,
    ...sign(body, secret),
    events: items.length,
    key: items.length === 1 ? items[0]?.key : undefined,
  }
}

function createItem(random: Random, list: Item['list'], index: number, options: TypicalOptions): Item {
  const person = personId(random.below(options.people))
  const name = `Customer ${person.slice(-6)}`
  const made = { random, index, person, name, time: options.baseTime + index, seed: options.seed }
  const usual = options.keyedOnly === true || random.chance(0.75)
  if (list === 'messaging') return usual ? message(made, 'in') : message(made, 'out')
  return usual ? comment(made) : reaction(made)
}

interface Made {
  readonly random: Random
  readonly index: number
  readonly person: string
  readonly name: string
  readonly time: number
  readonly seed: string
}

function message({ random, index, person, time, seed }: Made, direction: 'in' | 'out'): Item {
  const mid = `m_${createHash('sha512').update(`${seed} ${index}`).digest('base64url')}${random.characters('AbCdEf0123', 40)}`
  const [sender, recipient] = direction === 'in' ? [person, typicalPage] : [typicalPage, person]
  const echo: { [key: string]: Wire } = direction === 'in' ? {} : { is_echo: true, app_id: 880011223344556 }
  const wire: Wire = {
    sender: { id: sender },
    recipient: { id: recipient },
    timestamp: time,
    message: { mid, ...echo, text: phraseOf(random) },
  }
  return { list: 'messaging', key: messageKey(typicalPage, mid), wire }
}

function comment({ random, index, person, name, time, seed }: Made): Item {
  const post = `${typicalPage}_${7_000_000_000 + random.below(50)}`
  const commentId = `${post.slice(typicalPage.length + 1)}_${seedNumber(seed)}${String(index).padStart(8, '0')}`
  const value: Wire = {
    from: { id: person, name },
    post: {
      status_type: 'mobile_status_update',
      is_published: true,
      updated_time: toIso(time),
      promotion_status: 'inactive',
      id: post,
      permalink_url: `https://www.facebook.com/${typicalPage}/posts/${post}`,
    },
    message: phraseOf(random),
    post_id: post,
    comment_id: commentId,
    created_time: Math.floor(time / 1000),
    item: 'comment',
    parent_id: post,
    verb: 'add',
  }
  return { list: 'changes', key: commentKey(typicalPage, commentId), wire: { field: 'feed', value } }
}

/** No two alike: the second of the event is part of what makes a reaction itself, the customer is another every time. */
function reaction({ random, index, name, time, seed }: Made): Item {
  const post = `${typicalPage}_${7_000_000_000 + random.below(50)}`
  const person = `6${seedNumber(seed)}${String(index).padStart(8, '0')}`
  const value: Wire = {
    from: { id: person, name },
    post_id: post,
    created_time: Math.floor(time / 1000),
    item: 'reaction',
    parent_id: post,
    reaction_type: random.pick(['like', 'love', 'haha', 'wow']),
    verb: 'add',
  }
  return { list: 'changes', key: '', wire: { field: 'feed', value } }
}

function seedNumber(seed: string): string {
  return String(createHash('sha1').update(seed).digest().readUInt32BE() % 10_000_000).padStart(7, '0')
}

function toIso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '+0000')
}
