/** The areas of the console: each is a router of its own. Add yours here, and its routes to `api-routes.ts`. */
import type { Router } from '@koa/router'
import { createActRoutes } from './act-routes.ts'
import type { AreaDeps } from './area-deps.ts'
import { startCounting } from './count-insights.ts'
import { createCustomerChangeRoutes } from './customer-change-routes.ts'
import { createCustomerRoutes } from './customer-routes.ts'
import { createHealthRoutes } from './health-routes.ts'
import type { LiveSource } from './http/event-stream.ts'
import { createInboxRoutes } from './inbox-routes.ts'
import { createInsightsRoutes } from './insights-routes.ts'
import { createNotUnderstoodRoutes } from './not-understood-routes.ts'
import { createPrivacyRoutes } from './privacy-routes.ts'
import { createSavedReplyRoutes } from './saved-reply-routes.ts'
import { createStoryboardRoutes } from './storyboard-routes.ts'
import { startInboxFeed } from './live.ts'

export interface Areas {
  readonly routers: readonly Router[]
  readonly live: LiveSource
  /** Ends what runs in the background. */
  readonly close?: () => Promise<void>
}

/** The Inbox is kept filled, and the numbers counted, from now on until `close`. */
export function createAreas(deps: AreaDeps & { readonly onError: (error: unknown) => void }): Areas {
  const feed = startInboxFeed(deps)
  const counting = startCounting(deps)
  return {
    routers: [
      createActRoutes(deps),
      createInboxRoutes({ ...deps, feed }),
      createCustomerRoutes(deps),
      createCustomerChangeRoutes(deps),
      createPrivacyRoutes(deps),
      createInsightsRoutes(deps),
      createNotUnderstoodRoutes(deps),
      createStoryboardRoutes(deps),
      createHealthRoutes(deps),
      createSavedReplyRoutes(deps),
    ],
    live: feed.live,
    async close() {
      await Promise.all([feed.stop(), counting.close()])
    },
  }
}
