import { readConfig } from '../../src/config.ts'
import { createGraphCall } from '../../src/facebook/graph/client.ts'
import { createGraphAgent } from '../../src/facebook/graph/graph-agent.ts'
import { withDeadline } from '../../src/facebook/graph/with-deadline.ts'
import { createPageFacebook, type PageFacebook } from '../../src/facebook/page-check/page-facebook.ts'
import { type Store, withStore } from '../command-line/with-store.ts'

export interface Admin extends Store {
  readonly facebook: PageFacebook
  readonly appId: string
  /** The version of the Graph API that the calls ask for. */
  readonly version: string
}

const facebookNeeds = [
  'FACEBOOK_APP_ID',
  'FACEBOOK_APP_SECRET',
  'GRAPH_API_URL',
  'GRAPH_API_VERSION',
] as const
const deadlineMs = 20_000

/**
 * Runs `work` with Facebook and the database. Calls pass neither the breaker nor the pauses: an operator asks once and
 * wants to see what Facebook answers.
 */
export async function withAdmin<Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const config = readConfig(process.env, {
    required: ['DATABASE_URL', ...facebookNeeds],
    optional: ['PAGEBEAT_SECRET_KEY'],
  })
  const dispatcher = createGraphAgent({ connections: 1 })
  const [appSecret = ''] = config.FACEBOOK_APP_SECRET
  const appId = config.FACEBOOK_APP_ID
  const { GRAPH_API_URL: url, GRAPH_API_VERSION: version } = config
  const call = withDeadline(createGraphCall({ url, version, appSecret, dispatcher }), {
    initialMs: deadlineMs,
  })
  try {
    const facebook = createPageFacebook({ call, appId, appSecret })
    return await withStore((store) => work({ ...store, facebook, appId, version }))
  } finally {
    await dispatcher.destroy()
  }
}
