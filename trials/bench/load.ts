import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { LoadAnswer, LoadRequest, LoadResult, Prepared, RunOrder } from './load-generator.ts'
import type { Recipe } from './recipe.ts'

/** The owner's end of the load generator's process. It is asked one thing at a time. */
export interface Load {
  /** The requests are made and signed, ready to be sent any number of times. */
  prepare(recipe: Recipe): Promise<Prepared>
  /** They are sent and answered; answers that were not 200 are counted in `refused`. */
  run(order: RunOrder): Promise<LoadResult>
  close(): void
}

export function startLoad(): Load {
  const child = fork(path.join(import.meta.dirname, 'load-generator.ts'))
  const ended = new AbortController()
  child.on('exit', () => ended.abort(new Error('the load generator has ended')))
  async function ask(request: LoadRequest): Promise<unknown> {
    child.send(request)
    const [{ result, error }] = (await once(child, 'message', ended)) as [LoadAnswer]
    if (error !== undefined) throw new Error(`load generator: ${error}`)
    return result
  }
  return {
    prepare: async (recipe) => (await ask({ do: 'prepare', recipe })) as Prepared,
    run: async (order) => (await ask({ do: 'run', ...order })) as LoadResult,
    close: () => void (child.connected && child.disconnect()),
  }
}
