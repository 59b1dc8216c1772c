import type { PageId } from '../../domain/ids.ts'
import { type Finding, ok, unsure, wrong } from './finding.ts'
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

/** What is wrong with a Page's token, by what Facebook says of it. Those of `unfit` make it useless. */
export function findInToken(facts: TokenFacts, wish: TokenWish): Finding[] {
  const again = `make a new one for this Page (docs/how-to/connect-a-page.md, step 5), then \`pagebeat page token ${wish.pageId}\``
  if (!facts.isValid) return [wrong('token_valid', { says: whyInvalid(facts, wish), fix: again })]
  return [
    ok('token_valid', 'Facebook takes the token.'),
    findApp(facts, wish),
    ...findOwner(facts, wish),
    ...findExpiry(facts, { wish, again }),
    ...findPermissions(facts, again),
  ]
}

/** Findings that make a token useless for this Page; the others can be mended while it is in use. */
export const unfit: ReadonlySet<string> = new Set(['token_valid', 'token_app', 'token_page'])

function whyInvalid({ expiresAtMs: expiresAt }: TokenFacts, { now }: TokenWish): string {
  return expiresAt !== undefined && expiresAt <= now
    ? `The token expired on ${toDay(expiresAt)}.`
    : 'Facebook says the token is not valid: it was revoked, the password was changed, or the person lost the role.'
}

function findApp({ appId }: TokenFacts, wish: TokenWish): Finding {
  if (appId === undefined) {
    return unsure('token_app', {
      says: 'Facebook does not say which app the token is of.',
      fix: 'nothing, as long as the other checks are well',
    })
  }
  if (appId === wish.appId) return ok('token_app', 'It was made with this app.')
  return wrong('token_app', {
    says: `It was made with another app (${appId}), so its webhooks and its proof are of that app.`,
    fix: `make it with app ${wish.appId}, or set FACEBOOK_APP_ID and FACEBOOK_APP_SECRET to those of ${appId}`,
  })
}

function findOwner({ type, profileId }: TokenFacts, { pageId }: TokenWish): Finding[] {
  if (type !== undefined && type.toUpperCase() !== 'PAGE') {
    return [
      wrong('token_page', {
        says: `It is a token of kind ${type}, not of a Page.`,
        fix: "take the Page's own token: with the one you have, ask for `me/accounts` (docs/how-to/connect-a-page.md, step 5)",
      }),
    ]
  }
  if (profileId === undefined) return []
  if (profileId === pageId) return [ok('token_page', 'It is of this Page.')]
  return [
    wrong('token_page', {
      says: `It is the token of another Page (${profileId}).`,
      fix: `give the token of ${pageId}, or check the Page's id`,
    }),
  ]
}

function findExpiry(
  { expiresAtMs: expiresAt, dataAccessExpiresAtMs: dataAccessExpiresAt }: TokenFacts,
  { wish, again }: { readonly wish: TokenWish; readonly again: string },
): Finding[] {
  const ends = [
    { at: expiresAt, what: 'The token expires' },
    { at: dataAccessExpiresAt, what: "The access to people's data ends" },
  ]
  const findings = ends.flatMap(({ at, what }) => {
    if (at === undefined || at > wish.now + soonMs) return []
    const says = `${what} on ${toDay(at)}.`
    return at <= wish.now
      ? wrong('token_expiry', { says, fix: again })
      : unsure('token_expiry', { says, fix: again })
  })
  if (findings.length > 0) return findings
  const says = expiresAt === undefined ? 'It does not expire.' : `It is good until ${toDay(expiresAt)}.`
  return [ok('token_expiry', says)]
}

function findPermissions({ scopes }: TokenFacts, again: string): Finding[] {
  const granted = new Set(scopes)
  const missing = Object.entries(neededPermissions).filter(([name]) => !granted.has(name))
  const unused = Object.entries(usefulPermissions).filter(([name]) => !granted.has(name))
  return [
    missing.length === 0
      ? ok('permissions', 'All permissions that are needed are granted.')
      : wrong('permissions', {
          says: `Permissions are missing: ${missing.map(([name, without]) => `${name} (${without})`).join('; ')}.`,
          fix: again,
        }),
    ...(unused.length === 0
      ? []
      : [
          unsure('permissions_useful', {
            says: `Not granted: ${unused.map(([name]) => name).join(', ')}. People's ${unused.map(([, what]) => what).join(', ')} will not be known.`,
            fix: 'ask for them in App Review if you want that, else leave it',
          }),
        ]),
  ]
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
