import type { LogIn } from '../../src/db/identity/account-links.ts'
import type { AskAccountService } from '../../src/identity/account-service.ts'
import { countLogIn } from '../../src/telemetry/count-links.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import type { EnrichDeps } from '../../workers/enrich.ts'

export interface ResolveLogInOptions {
  /** Undefined: ACCOUNT_LINK_URL is not set. */
  readonly ask: AskAccountService | undefined
  readonly record: (logIn: LogIn) => Promise<void>
  readonly now: () => number
  readonly log: Pick<Logger, 'warn'>
}

/** The brand's service makes codes for minutes. After a day without it, the log-in is given up. */
const patienceMs = 86_400_000

export function createResolveLogIn({
  ask,
  record,
  now,
  log,
}: ResolveLogInOptions): NonNullable<EnrichDeps['resolveLogIn']> {
  return async function resolveLogIn({ code, ...logIn }) {
    if (ask === undefined) return countLogIn('off')
    if (now() - logIn.ts > patienceMs) return countLogIn('too_late')
    const answer = await ask({ ...logIn, code })
    if ('refused' in answer) {
      countLogIn(answer.refused)
      log.warn(
        { page: logIn.pageId, reason: answer.refused },
        'the service of ACCOUNT_LINK_URL knows no customer',
      )
      return
    }
    await record({ ...logIn, customer: answer.customer })
    countLogIn('linked')
  }
}
