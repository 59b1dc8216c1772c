import type { PageId } from '../../src/domain/ids.ts'
import { SecretUnreadableError } from '../../src/errors.ts'
import type { Logger } from '../../src/telemetry/log.ts'

const everyMs = 60_000

/**
 * The same question, and the log says once a minute of which Pages the token cannot be decrypted: nothing else would, and no
 * Page would get an answer out. The error stands.
 */
export function logUnreadableTokens(
  findToken: (pageId: PageId) => Promise<string | undefined>,
  { log, now = Date.now }: { readonly log: Pick<Logger, 'error'>; readonly now?: () => number },
): (pageId: PageId) => Promise<string | undefined> {
  const toldAt = new Map<string, number>()
  return async function findTokenAloud(pageId) {
    try {
      return await findToken(pageId)
    } catch (error) {
      if (error instanceof SecretUnreadableError && now() - (toldAt.get(pageId) ?? -Infinity) >= everyMs) {
        toldAt.set(pageId, now())
        log.error({ page: pageId, reason: error.code }, `nothing is sent for this Page: ${error.message}`)
      }
      throw error
    }
  }
}
