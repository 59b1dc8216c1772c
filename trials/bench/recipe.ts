import { createRandomWorld } from '../../sandbox/facebook/world/random-world.ts'
import { appSecret } from '../secrets.ts'
import { createTypicalPosts } from './typical-events.ts'

/** What to send. */
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
