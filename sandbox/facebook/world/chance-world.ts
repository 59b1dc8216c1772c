/** A world in which chance decides: who is there, what may happen now, and what is still to come. */
import { personName } from './phrases.ts'
import type { Comment, Message, Page, Post, Thread } from './state.ts'
import { createPersonState, openThread, secondOf, type World } from './world.ts'

export interface ChanceWorld extends World {
  /** What is still to come because of what happened. */
  readonly agenda: ReturnType<typeof createAgenda>
  /** A customer on this Page: mostly one who was there before. */
  anyCustomer(page: Page): Thread
}

/** What is still going to happen, by simulated time. */
export function createAgenda() {
  /** The latest first. */
  const plans: { readonly at: number; readonly happen: () => void }[] = []
  return {
    add(at: number, happen: () => void): void {
      plans.splice(plans.findLastIndex((plan) => plan.at > at) + 1, 0, { at, happen })
    },
    /** The earliest plan that is due at `now`, taken off the agenda. */
    due: (now: number) => ((plans.at(-1)?.at ?? Infinity) <= now ? plans.pop()?.happen : undefined),
  }
}

/** People get their page-scoped ids when they first turn up on a Page. A few people come all the time. */
export function createAnyCustomer(world: World, people: number): ChanceWorld['anyCustomer'] {
  const threads = new Map<string, Thread>()
  return (page) => {
    const key = `${page.id} ${Math.floor(people * world.random.next() ** 2)}`
    const known = threads.get(key)
    if (known !== undefined) return known
    const name = personName(world.random)
    const person = createPersonState(world, { name, feedIdDiffers: world.random.chance(0.15) })
    const thread = openThread(world, page, person)
    threads.set(key, thread)
    return thread
  }
}

/** False if something of this kind already happened on the Page in this second: then it must not happen again. */
export function claimSecond(world: World, page: Page, kind: string): boolean {
  const second = secondOf(world.now())
  if (page.lastSecond.get(kind) === second) return false
  page.lastSecond.set(kind, second)
  return true
}

/** True if the content is there and was not changed in this second or the one before. */
export function mayChange(world: World, content: Post | Comment | Message): boolean {
  return !content.removed && secondOf(world.now()) >= content.changedSecond + 2
}
