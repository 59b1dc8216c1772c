import { fork } from 'node:child_process'
import path from 'node:path'
import type { LoadRequest, LoadResult, Prepared, RunOrder } from './load-generator.ts'
import type { Recipe } from './recipe.ts'

export type { LoadResult } from './load-generator.ts'

type Wish = LoadRequest extends infer R ? (R extends LoadRequest ? Omit<R, 'id'> : never) : never
type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string }

/** The owner's end of the load generator's process. */
export interface Load {
  /** The requests are made and signed, ready to be sent any number of times. */
  prepare(recipe: Recipe): Promise<Prepared>
  /** They are sent and answered; answers that were not 200 are counted in `refused`. */
  run(order: RunOrder): Promise<LoadResult>
  close(): void
}

export function startLoad(): Load {
  const child = fork(path.join(import.meta.dirname, 'load-generator.ts'))
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  child.on('message', ({ id, result, error }: Answer) => {
    if (error === undefined) waiting.get(id)?.resolve(result)
    else waiting.get(id)?.reject(new Error(`load generator: ${error}`))
    waiting.delete(id)
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the load generator has ended'))
  })
  function ask(wish: Wish): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>()
    waiting.set(++lastId, answer)
    child.send({ id: lastId, ...wish })
    return answer.promise
  }
  return {
    prepare: async (recipe) => (await ask({ do: 'prepare', recipe })) as Prepared,
    run: async (order) => (await ask({ do: 'run', ...order })) as LoadResult,
    close: () => void (child.connected && child.disconnect()),
  }
}
