import type { PageId } from '../../src/domain/ids.ts'
import { SecretUnreadableError } from '../../src/errors.ts'
import type { Logger } from '../../src/telemetry/log.ts'

const everyMs = 60_000

/**
 * The same function, but a missing token and an error of decryption are logged, once a minute for each Page. No other log
 * line would say why the Page gets no reply. The error is thrown all the same.
 */
export function logUnreadableTokens(
  findToken: (pageId: PageId) => Promise<string | undefined>,
  { log, now = Date.now }: { readonly log: Pick<Logger, 'error'>; readonly now?: () => number },
): (pageId: PageId) => Promise<string | undefined> {
  const loggedAt = new Map<string, number>()
  function logOnce(page: PageId, reason: string, why: string): void {
    if (now() - (loggedAt.get(page) ?? -Infinity) < everyMs) return
    loggedAt.set(page, now())
    log.error({ page, reason }, `no message can be sent for this Page: ${why}`)
  }

  return async function findTokenAndLog(pageId) {
    try {
      const token = await findToken(pageId)
      if (token === undefined) logOnce(pageId, 'no_token', 'it has no access token. Run `pagebeat page add`')
      return token
    } catch (error) {
      if (error instanceof SecretUnreadableError) logOnce(pageId, error.code, error.message)
      throw error
    }
  }
}
