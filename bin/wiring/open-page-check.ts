/** `pagebeat page check` without an operator: the same questions to Facebook. */
import type { Kysely } from 'kysely'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { PageId } from '../../src/domain/ids.ts'
import type { JsonObject } from '../../src/domain/reply.ts'
import { createGraphCall } from '../../src/facebook/graph/client.ts'
import { createGraphAgent } from '../../src/facebook/graph/graph-agent.ts'
import { withDeadline } from '../../src/facebook/graph/with-deadline.ts'
import { checkPage } from '../../src/facebook/page-check/check-page.ts'
import type { Finding } from '../../src/facebook/page-check/finding.ts'
import { createPageFacebook } from '../../src/facebook/page-check/page-facebook.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import type { PageCheckConfig } from './notifier-config.ts'

const deadlineMs = 20_000

export function openPageCheck({
  db,
  config: { appId, appSecret, secretKeys, graphUrl, graphVersion, verifyToken },
  messengerProfile,
}: {
  readonly db: Kysely<Database>
  readonly config: PageCheckConfig
  readonly messengerProfile: () => JsonObject | undefined
}): { check(pageId: PageId): Promise<readonly Finding[]>; close(): Promise<void> } {
  const dispatcher = createGraphAgent({ connections: 1 })
  const bare = createGraphCall({ url: graphUrl, version: graphVersion, appSecret, dispatcher })
  const call = withDeadline(bare, { initialMs: deadlineMs })
  const params = createAppParams(db, createSecretBox(secretKeys))
  return {
    async check(pageId) {
      const token = await params.get(pageTokenKey(pageId))
      const wanted = messengerProfile()
      return await checkPage(createPageFacebook({ call, appId, appSecret }), {
        page: {
          pageId,
          appId,
          version: graphVersion,
          ...(token === undefined ? {} : { token }),
          ...(verifyToken === undefined ? {} : { verifyToken }),
          ...(wanted === undefined ? {} : { messengerProfile: wanted }),
        },
      })
    },
    close: () => dispatcher.destroy(),
  }
}
