import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { LoadAnswer, LoadRequest, LoadResult, Prepared, RunOrder } from './load-generator.ts'
import type { Recipe } from './recipe.ts'

export type Load = ReturnType<typeof startLoad>

/** The owner's end of the load generator's process. It is asked one thing at a time. */
export function startLoad() {
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
    /** The requests are made and signed, ready to be sent any number of times. */
    prepare: async (recipe: Recipe) => (await ask({ do: 'prepare', recipe })) as Prepared,
    /** They are sent and answered; answers that were not 200 are counted in `refused`. */
    run: async (order: RunOrder) => (await ask({ do: 'run', ...order })) as LoadResult,
    close: () => void (child.connected && child.disconnect()),
  }
}
