/** What an operator's command asks Facebook about one thread, and what Facebook said, in words. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { readConfig } from '../../src/config.ts'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import {
  ConfigError,
  GraphRateLimitedError,
  PageTokenRevokedError,
  SecretUnreadableError,
} from '../../src/errors.ts'
import { createGraphCall } from '../../src/facebook/graph/client.ts'
import { createGraphAgent } from '../../src/facebook/graph/graph-agent.ts'
import type { GraphCall, PageAccess } from '../../src/facebook/graph/graph-call.ts'
import { withDeadline } from '../../src/facebook/graph/with-deadline.ts'
import { attempt, describeTrouble } from '../../src/facebook/page-check/attempt.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import type { Thread } from './thread.ts'

export type Answer<Value> =
  | { readonly is: 'done'; readonly value: Value }
  /** Facebook responded and refused. */
  | { readonly is: 'refused'; readonly why: string }
  /** Facebook was not asked, did not respond, or refused the token. */
  | { readonly is: 'silent'; readonly why: string }

/** Makes a call about the thread. Never throws what Facebook or the configuration is to blame for. */
export type AskFacebook = <Value>(
  question: (call: GraphCall, access: PageAccess) => Promise<Value>,
) => Promise<Answer<Value>>

const deadlineMs = 20_000
/** Facebook answers two calls a second about the conversations of a Page, and workers make some, too. */
const rateRetryMs = 1_000

/** Runs `work` with calls as the Page of this thread. They pass neither the breaker nor the pauses. */
export async function withFacebook<Result>(
  { db, thread: { pageId } }: { readonly db: Kysely<Database>; readonly thread: Thread },
  work: (ask: AskFacebook) => Promise<Result>,
): Promise<Result> {
  const dispatcher = createGraphAgent({ connections: 1 })
  async function openAccess(): Promise<{ call: GraphCall; access: PageAccess } | string> {
    try {
      const config = readConfig(process.env, {
        required: ['FACEBOOK_APP_SECRET', 'GRAPH_API_URL', 'GRAPH_API_VERSION', 'PAGEBEAT_SECRET_KEY'],
      })
      const [appSecret = ''] = config.FACEBOOK_APP_SECRET
      const { GRAPH_API_URL: url, GRAPH_API_VERSION: version } = config
      const params = createAppParams(db, createSecretBox(config.PAGEBEAT_SECRET_KEY))
      const token = await params.get(pageTokenKey(pageId))
      if (token === undefined) return `no access token of Page ${pageId}: \`pagebeat page add ${pageId}\``
      const call = createGraphCall({ url, version, appSecret, dispatcher })
      return { call: withDeadline(call, { initialMs: deadlineMs }), access: { pageId, token } }
    } catch (error) {
      if (error instanceof ConfigError) return error.problems.join('; ')
      if (error instanceof SecretUnreadableError) return error.message
      throw error
    }
  }

  let opened: Awaited<ReturnType<typeof openAccess>> | undefined
  try {
    return await work(async (question) => {
      opened ??= await openAccess()
      if (typeof opened === 'string') return { is: 'silent', why: opened }
      const { call, access } = opened
      let asked = await attempt(question(call, access))
      for (let again = 0; again < 2 && asked.error instanceof GraphRateLimitedError; again += 1) {
        await pause(rateRetryMs)
        asked = await attempt(question(call, access))
      }
      if (asked.error === undefined) return { is: 'done', value: asked.value }
      const why = describeTrouble(asked.error)
      if (asked.error instanceof PageTokenRevokedError)
        return {
          is: 'silent',
          why: `the access token is not valid, ${why}: \`pagebeat page token ${pageId}\``,
        }
      return { is: asked.isRefusal ? 'refused' : 'silent', why }
    })
  } finally {
    await dispatcher.destroy()
  }
}
