import type { PageId } from '../../domain/ids.ts'
import { type Finding, ok, type PageCheck, unsure, wrong } from './finding.ts'
import type { TokenFacts } from '../graph/debug-token.ts'
import { neededPermissions, usefulPermissions } from './permissions.ts'

/** What the token should be. */
export interface TokenWish {
  readonly pageId: PageId
  readonly appId: string
  /** ms since the epoch */
  readonly now: number
}

const dayMs = 24 * 60 * 60 * 1000
const soonMs = 7 * dayMs

/** What is wrong with a Page's token according to Facebook. `unfit` lists the findings that make it useless. */
export function findInToken(facts: TokenFacts, wish: TokenWish): Finding[] {
  const again = `make a new one for this Page (docs/how-to/connect-a-page.md, step 5), then \`pagebeat page token ${wish.pageId}\``
  if (!facts.isValid) return [wrong('token_valid', { says: whyInvalid(facts, wish), fix: again })]
  return [
    ok('token_valid', 'Facebook accepts the token.'),
    findApp(facts, wish),
    ...findOwner(facts, wish),
    ...findExpiry(facts, { wish, again }),
    ...findPermissions(facts, { wish, again }),
  ]
}

/** Findings that make a token useless for this Page. The others can be fixed while the token is in use. */
export const unfit: ReadonlySet<PageCheck> = new Set(['token_valid', 'token_app', 'token_page'])

function whyInvalid({ expiresAtMs: expiresAt }: TokenFacts, { now }: TokenWish): string {
  return expiresAt !== undefined && expiresAt <= now
    ? `The token expired on ${toDay(expiresAt)}.`
    : 'Facebook says the token is not valid: revoked, password changed, or the user lost the role on the Page.'
}

function findApp({ appId }: TokenFacts, wish: TokenWish): Finding {
  if (appId === undefined) {
    return unsure('token_app', {
      says: 'Facebook does not say which app made the token.',
      fix: 'no action needed if the other checks are ok',
    })
  }
  if (appId === wish.appId) return ok('token_app', 'This app made the token.')
  return wrong('token_app', {
    says: `Another app (${appId}) made the token, so webhooks and proof are of that app.`,
    fix: `make a token with app ${wish.appId}, or set FACEBOOK_APP_ID and FACEBOOK_APP_SECRET to those of ${appId}`,
  })
}

function findOwner({ type, profileId }: TokenFacts, { pageId }: TokenWish): Finding[] {
  if (type !== undefined && type.toUpperCase() !== 'PAGE') {
    return [
      wrong('token_page', {
        says: `The token is of type ${type}, not of a Page.`,
        fix: "get the Page's own token: call `me/accounts` with this one (docs/how-to/connect-a-page.md, step 5)",
      }),
    ]
  }
  if (profileId === undefined) return []
  if (profileId === pageId) return [ok('token_page', 'The token is of this Page.')]
  return [
    wrong('token_page', {
      says: `The token is of another Page (${profileId}).`,
      fix: `give the token of Page ${pageId}, or check the Page id`,
    }),
  ]
}

function findExpiry(
  { expiresAtMs: expiresAt, dataAccessExpiresAtMs: dataAccessExpiresAt }: TokenFacts,
  { wish, again }: { readonly wish: TokenWish; readonly again: string },
): Finding[] {
  const ends = [
    { at: expiresAt, what: 'The token expires' },
    { at: dataAccessExpiresAt, what: "The access to customers' data ends" },
  ]
  const findings = ends.flatMap(({ at, what }) => {
    if (at === undefined || at > wish.now + soonMs) return []
    const says = `${what} on ${toDay(at)}.`
    return at <= wish.now
      ? wrong('token_expiry', { says, fix: again })
      : unsure('token_expiry', { says, fix: again })
  })
  if (findings.length > 0) return findings
  const says =
    expiresAt === undefined ? 'The token does not expire.' : `The token is valid until ${toDay(expiresAt)}.`
  return [ok('token_expiry', says)]
}

/** The permissions that this token has for this Page. Some may be granted for other Pages only. */
export function grantedFor({ scopes, granularScopes }: TokenFacts, pageId: PageId): ReadonlySet<string> {
  return new Set(scopes.filter((scope) => granularScopes?.get(scope)?.includes(pageId) ?? true))
}

function findPermissions(
  facts: TokenFacts,
  { wish, again }: { readonly wish: TokenWish; readonly again: string },
): Finding[] {
  const granted = grantedFor(facts, wish.pageId)
  const elsewhere = facts.scopes.filter((scope) => !granted.has(scope) && isKnown(scope))
  const missing = Object.entries(neededPermissions).filter(([name]) => !granted.has(name))
  const unused = Object.entries(usefulPermissions).filter(([name]) => !granted.has(name))
  return [
    missing.length === 0
      ? ok('permissions', 'All needed permissions are granted.')
      : wrong('permissions', {
          says: `Permissions are missing: ${missing.map(([name, without]) => `${name} (${without})`).join('; ')}.`,
          fix: again,
        }),
    ...(elsewhere.length === 0
      ? []
      : [
          wrong('permissions_of_page', {
            says: `Permissions are granted for other Pages only: ${elsewhere.join(', ')}.`,
            fix: `tick Page ${wish.pageId} when you log in to the app again, then ${again}`,
          }),
        ]),
    ...(unused.length === 0
      ? []
      : [
          unsure('permissions_useful', {
            says: `Optional permissions are missing: ${unused.map(([name, what]) => `${name} (${what})`).join(', ')}.`,
            fix: 'request them in App Review if you need these facts of customers',
          }),
        ]),
  ]
}

function isKnown(scope: string): boolean {
  return Object.hasOwn(neededPermissions, scope) || Object.hasOwn(usefulPermissions, scope)
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
