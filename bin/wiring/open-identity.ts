/** Ports by which a conversation learns who the customer is. */
import type { Kysely } from 'kysely'
import { recordLogIn } from '../../src/db/identity/account-links.ts'
import { createContactCodes } from '../../src/db/identity/contact-codes.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { type KnownForgotten, withoutForgottenLinks } from '../../src/db/identity/forgotten-links.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import { createIdMatching, type IdMatchingOptions, type MatchIds } from '../../src/facebook/id-matching.ts'
import { createAccountService } from '../../src/identity/account-service.ts'
import { toEmail, toPhone } from '../../src/identity/contact-values.ts'
import type { ContactCodes } from '../../src/storyboard/storyboard.ts'
import { createResolveLogIn, type ResolveLogInOptions } from './resolve-log-in.ts'

export interface IdentityConfig {
  readonly secretKeys: readonly string[]
  /** The brand's service that knows the customers of log-ins. Undefined: log-ins are only recorded. */
  readonly accountLink?: { readonly url: string; readonly secret: string } | undefined
  /** That of phones without their country's code. */
  readonly country?: string | undefined
  /** Facebook is asked for the customer's ids on other Pages. */
  readonly matchesIds?: boolean | undefined
}

interface ForgottenRows {
  readonly tombstones: KnownForgotten
}

export function openContactCodes(
  db: Kysely<Database>,
  { secretKeys, country }: IdentityConfig,
): ContactCodes {
  return createContactCodes(db, {
    secretKeys,
    toValue: (kind, written) => (kind === 'email' ? toEmail(written) : toPhone(written, country)),
  })
}

export function openLogIns(
  db: Kysely<Database>,
  { accountLink }: IdentityConfig,
  { tombstones, now, log }: ForgottenRows & Pick<ResolveLogInOptions, 'now' | 'log'>,
): ReturnType<typeof createResolveLogIn> {
  return createResolveLogIn({
    ask: accountLink && createAccountService(accountLink),
    record: (logIn) => recordLogIn(db, logIn, tombstones),
    now,
    log,
  })
}

/** Undefined: it is off, or the id of the app is not known. */
export function openIdMatching(
  db: Kysely<Database>,
  {
    matchesIds = false,
    appId,
    appSecret,
  }: IdentityConfig & { readonly appId: string | undefined; readonly appSecret: string },
  { tombstones, ...calls }: ForgottenRows & Pick<IdMatchingOptions, 'call' | 'findToken' | 'now'>,
): MatchIds | undefined {
  if (!matchesIds || appId === undefined) return undefined
  async function record(links: readonly IdentityLink[]): Promise<void> {
    const asked = await withoutForgottenLinks(db, links.slice(0, 1), tombstones)
    if (asked.length > 0) await linkNow(db, links, { tombstones })
  }
  return createIdMatching({ ...calls, appId, appSecret, record, deadlineMs: 5_000 })
}
