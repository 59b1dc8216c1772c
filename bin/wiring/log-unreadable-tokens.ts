import type { PageId } from '../../src/domain/ids.ts'
import { SecretUnreadableError } from '../../src/errors.ts'
import type { Logger } from '../../src/telemetry/log.ts'

const everyMs = 60_000

/**
 * The same function, but an error of decryption is logged, once a minute for each Page. No other log line would say why
 * the Page gets no reply. The error is thrown all the same.
 */
export function logUnreadableTokens(
  findToken: (pageId: PageId) => Promise<string | undefined>,
  { log, now = Date.now }: { readonly log: Pick<Logger, 'error'>; readonly now?: () => number },
): (pageId: PageId) => Promise<string | undefined> {
  const loggedAt = new Map<string, number>()
  return async function findTokenAndLog(pageId) {
    try {
      return await findToken(pageId)
    } catch (error) {
      if (error instanceof SecretUnreadableError && now() - (loggedAt.get(pageId) ?? -Infinity) >= everyMs) {
        loggedAt.set(pageId, now())
        log.error(
          { page: pageId, reason: error.code },
          `no message can be sent for this Page: ${error.message}`,
        )
      }
      throw error
    }
  }
}
