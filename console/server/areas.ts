/** The areas of the console: each is a router of its own. Add yours here, and its routes to `api-routes.ts`. */
import { once } from 'node:events'
import type { Router } from '@koa/router'
import { createActRoutes } from './act-routes.ts'
import type { AreaDeps } from './area-deps.ts'
import type { LiveSource } from './http/event-stream.ts'

export interface Areas {
  readonly routers: readonly Router[]
  readonly live: LiveSource
}

export function createAreas(deps: AreaDeps): Areas {
  return { routers: [createActRoutes(deps)], live: silent }
}

/** Tells nothing. */
const silent: LiveSource = {
  async *open({ signal }) {
    if (!signal.aborted) await once(signal, 'abort')
    yield* []
  },
}
