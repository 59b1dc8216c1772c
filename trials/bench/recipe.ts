/** Signed webhooks to be sent, the same from the same recipe. */
import { createHash } from 'node:crypto'
import { sign } from '../../sandbox/facebook/webhooks/delivery.ts'
import { encodeWire, type Wire } from '../../sandbox/facebook/webhooks/wire.ts'
import { createRandomWorld } from '../../sandbox/facebook/world/random-world.ts'
import { createRandom, type Random } from '../../sandbox/facebook/world/random.ts'
import { appSecret } from '../secrets.ts'

export interface Recipe {
  /** `world` is the simulated Facebook's whole life, `typical` its four commonest kinds on one Page. */
  readonly of: 'typical' | 'world'
  readonly seed: string
  readonly events: number
  /** Events a POST, least and most. */
  readonly batch: readonly [number, number]
  /** How many people the events are about. */
  readonly people: number
  /** When the first event happens, ms. */
  readonly baseTime: number
  /** Of the typical kinds only messages and comments: the people's own, who are then known. */
  readonly writtenOnly?: boolean
}

export interface SignedPost {
  readonly body: Buffer
  readonly sha256: string
  readonly sha1: string
  readonly events: number
}

/** The same recipe gives the same bytes. */
export function createPosts(recipe: Recipe): SignedPost[] {
  if (recipe.of === 'typical') return createTypicalPosts(recipe)
  const world = createRandomWorld({ ...recipe, secret: appSecret, detail: false })
  return world
    .next(recipe.events * 2)
    .map(({ body, signature, events }) => ({ body, ...signature, events: events.length }))
}

export const typicalPage = '100200300400500'

/** Sixteen digits, as Facebook's are. `fill-rows.ts` makes the same ones in SQL. */
export function personId(index: number): string {
  return String(firstPerson + index * personStep)
}
export const firstPerson = 5_000_000_000_000_000
export const personStep = 10_007

type List = 'messaging' | 'changes'

/** The same from the same recipe: messages, comments, reactions and echoes of many people on one Page. */
function createTypicalPosts(recipe: Recipe): SignedPost[] {
  const { events, batch, baseTime } = recipe
  const random = createRandom(recipe.seed)
  const posts: SignedPost[] = []
  for (let made = 0; made < events;) {
    const [least, most] = batch
    const size = Math.min(events - made, least + random.below(most - least + 1))
    const list = random.chance(0.6) ? 'messaging' : 'changes'
    const items = Array.from({ length: size }, (_, index) => createItem(random, list, made + index, recipe))
    posts.push(toPost(items, list, baseTime + made))
    made += size
  }
  return posts
}

function toPost(items: Wire[], list: List, time: number): SignedPost {
  const entry = { id: typicalPage, time: list === 'changes' ? Math.floor(time / 1000) : time, [list]: items }
  const body = Buffer.from(encodeWire({ object: 'page', entry: [entry] }), 'latin1')
  return { body, ...sign(body, appSecret), events: items.length }
}

function createItem(random: Random, list: List, index: number, recipe: Recipe): Wire {
  const person = personId(random.below(recipe.people))
  const name = `Customer ${person.slice(-6)}`
  const made = { random, index, person, name, time: recipe.baseTime + index, seed: recipe.seed }
  const usual = recipe.writtenOnly === true || random.chance(0.75)
  if (list === 'messaging') return message(made, usual ? 'in' : 'out')
  return { field: 'feed', value: usual ? comment(made) : reaction(made) }
}

interface Made {
  readonly random: Random
  readonly index: number
  readonly person: string
  readonly name: string
  readonly time: number
  readonly seed: string
}

function message({ random, index, person, time, seed }: Made, direction: 'in' | 'out'): Wire {
  const mid = `m_${createHash('sha512').update(`${seed} ${index}`).digest('base64url')}${random.characters('AbCdEf0123', 40)}`
  const [sender, recipient] = direction === 'in' ? [person, typicalPage] : [typicalPage, person]
  const echo: { [key: string]: Wire } = direction === 'in' ? {} : { is_echo: true, app_id: 880011223344556 }
  return {
    sender: { id: sender },
    recipient: { id: recipient },
    timestamp: time,
    message: { mid, ...echo, text: phraseOf(random) },
  }
}

function comment({ random, index, person, name, time, seed }: Made): Wire {
  const post = `${typicalPage}_${7_000_000_000 + random.below(50)}`
  const commentId = `${post.slice(typicalPage.length + 1)}_${seedNumber(seed)}${String(index).padStart(8, '0')}`
  return {
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
}

/** No two alike: the second of the event is part of what makes a reaction itself, the customer is another every time. */
function reaction({ random, index, name, time, seed }: Made): Wire {
  const post = `${typicalPage}_${7_000_000_000 + random.below(50)}`
  const person = `6${seedNumber(seed)}${String(index).padStart(8, '0')}`
  return {
    from: { id: person, name },
    post_id: post,
    created_time: Math.floor(time / 1000),
    item: 'reaction',
    parent_id: post,
    reaction_type: random.pick(['like', 'love', 'haha', 'wow']),
    verb: 'add',
  }
}

function seedNumber(seed: string): string {
  return String(createHash('sha1').update(seed).digest().readUInt32BE() % 10_000_000).padStart(7, '0')
}

function toIso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '+0000')
}

const words = `
  hello the coffee was great today when do you open on sunday thanks order still not here please help
  me café größe with oat milk is it possible 😀 and a cake`
  .trim()
  .split(/\s+/)

/** Three to thirty words: what people write under a post or to a Page. */
function phraseOf(random: Random): string {
  return Array.from({ length: 3 + random.below(28) }, () => random.pick(words)).join(' ')
}
