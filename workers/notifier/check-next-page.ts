/** The daily check of each Page, and what is new in it. */
import type { Notifications } from '../../src/db/notifier/notifications.ts'
import type { DueChecks } from '../../src/db/pages/due-checks.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { factKey } from '../../src/domain/notification.ts'
import type { Finding } from '../../src/facebook/page-check/finding.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { checkFact } from './describe-fact.ts'

export interface CheckNextPageDeps {
  readonly dueChecks: DueChecks
  readonly check: (pageId: PageId) => Promise<readonly Finding[]>
  /** They replace those of the check before. */
  readonly recordFindings: (pageId: PageId, findings: readonly Finding[]) => Promise<void>
  readonly notifications: Pick<Notifications, 'record' | 'findOpen' | 'end'>
  /** Their names in the table. */
  readonly receivers: readonly string[]
  readonly nameOf: (pageId: PageId) => Promise<string>
  readonly log: Pick<Logger, 'warn'>
  readonly now: () => number
}

/**
 * What is wrong is a fact until a check finds it mended. So people are told once. Without a response of Facebook nothing
 * is concluded, and the Page is checked again in an hour.
 */
export function createCheckNextPage(deps: CheckNextPageDeps): () => Promise<void> {
  const { dueChecks, check, recordFindings, notifications, receivers, nameOf, log, now } = deps
  async function checkNext(): Promise<void> {
    const pageId = await dueChecks.claimNext(now())
    if (pageId === undefined) return
    const findings = await check(pageId)
    await recordFindings(pageId, findings)
    const page = await nameOf(pageId)
    const told = findings.filter(isForPeople)
    const facts = told.map((finding) => checkFact(pageId, finding, page))
    for (const { check: name, says } of told)
      log.warn({ page: pageId, check: name, says }, 'the check of a Page')
    await notifications.record(facts, receivers)
    const open = await notifications.findOpen(['page_check'])
    const mended = findings
      .filter((finding) => !isForPeople(finding) && finding.isUnanswered !== true)
      .map((finding) => factKey(checkFact(pageId, finding, page)))
    const stays = new Set(facts.map(factKey))
    await notifications.end(mended.filter((key) => open.has(key) && !stays.has(key)))
    if (findings.some(({ isUnanswered }) => isUnanswered)) await dueChecks.postpone(pageId, now())
  }

  return async function checkNextPage() {
    await checkNext().catch((error: unknown) =>
      log.warn(
        { reason: error instanceof Error ? error.name : 'unknown' },
        'cannot check a Page: it is checked tomorrow',
      ),
    )
  }
}

/** A pause is a fact of its own. A token that ends soon is not wrong yet. */
function isForPeople({ check, state, isUnanswered }: Finding): boolean {
  if (isUnanswered === true || check === 'paused') return false
  return state === 'wrong' || (state === 'unsure' && check === 'token_expiry')
}
