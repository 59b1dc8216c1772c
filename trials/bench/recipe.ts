import { createRandomWorld } from '../../sandbox/facebook/world/random-world.ts'
import { appSecret } from '../secrets.ts'
import { createTypicalPosts, type SignedPost, type TypicalOptions } from './typical-events.ts'

/** What to send. `world` is the simulated Facebook's whole life, `typical` its four commonest kinds. */
export type Recipe =
  | ({ readonly of: 'typical' } & Omit<TypicalOptions, 'secret'>)
  | ({ readonly of: 'world' } & WorldRecipe)

export interface WorldRecipe {
  readonly seed: string
  readonly events: number
  readonly batch: readonly [number, number]
  readonly people: number
  readonly baseTime: number
}

/** The same recipe gives the same bytes. */
export function createPosts(recipe: Recipe): SignedPost[] {
  if (recipe.of === 'typical') return createTypicalPosts({ ...recipe, secret: appSecret })
  const { events, ...rest } = recipe
  const world = createRandomWorld({ ...rest, events, secret: appSecret, detail: false })
  return world
    .next(events * 2)
    .map(({ body, signature, events: held }) => ({ body, ...signature, events: held.length, key: undefined }))
}
