import test from 'ava'
import { checkPage, type CheckedPage } from '../../../src/facebook/page-check/check-page.ts'
import type { Finding } from '../../../src/facebook/page-check/finding.ts'
import type { PageFacebook } from '../../../src/facebook/page-check/page-facebook.ts'
import { day, facebook, fields, now, page, token } from './good-page.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
} from '../../../src/errors.ts'

const { token: _token, ...withoutToken } = page
const refusal = new GraphRejectedError({ reason: 'graph_error', meaning: 'parameter', code: 100 })
const silence = new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' })
const dead = new PageTokenRevokedError({ reason: 'graph_error', meaning: 'token', code: 190, subcode: 460 })
const blocked = new GraphRateLimitedError(
  { reason: 'graph_error', meaning: 'policy_block', code: 368 },
  { scope: 'page', retryAfterMs: 21_600_000 },
)
const fail = (error: Error) => async (): Promise<never> => {
  throw error
}

async function badOf(more: Partial<PageFacebook>, checked: CheckedPage = page): Promise<Finding[]> {
  const findings = await checkPage(facebook(more), { page: checked, now: () => now })
  return findings.filter(({ state }) => state !== 'ok')
}

const brief = (findings: readonly Finding[]) => findings.map(({ check, state }) => `${check}: ${state}`)

test('reports every check as ok where all is well', async (t) => {
  const findings = await checkPage(facebook(), { page, now: () => now })
  t.deepEqual([...new Set(findings.map(({ state }) => state))], ['ok'])
  t.deepEqual(
    findings.map(({ check }) => check),
    [
      'app_secret',
      'app_subscribed',
      'app_fields',
      'token_valid',
      'token_app',
      'token_page',
      'token_expiry',
      'permissions',
      'proof',
      'published',
      'page_subscribed',
      'page_fields',
      'standby',
      'messenger_profile',
      'default_app',
      'clock',
    ],
  )
})

const cases: readonly (readonly [string, Partial<PageFacebook>, readonly string[], RegExp, CheckedPage?])[] =
  [
    ['a wrong app secret', { findAppSubscription: fail(dead) }, ['app_secret: wrong'], /FACEBOOK_APP_SECRET/],
    [
      'an app without a webhook',
      { findAppSubscription: async () => undefined },
      ['app_subscribed: wrong'],
      /--callback/,
    ],
    [
      'a webhook that is switched off and lacks a field',
      { findAppSubscription: async () => ({ object: 'page', isActive: false, fields: fields.slice(1) }) },
      ['app_subscribed: wrong', 'app_fields: wrong'],
      /feed \(posts/,
    ],
    [
      'permissions that are granted for other Pages only',
      {
        inspectToken: async () => ({
          ...token,
          granularScopes: new Map([
            ['pages_messaging', ['8', '9']],
            ['pages_show_list', ['7', '8']],
          ]),
        }),
      },
      ['permissions: wrong', 'permissions_of_page: wrong'],
      /for other Pages only: pages_messaging\./,
    ],
    [
      'a field that the token would get, and is not subscribed',
      { findPageFields: async () => fields.filter((field) => field !== 'business_integrity') },
      ['fields_useful: unsure'],
      /could also send business_integrity \(restrictions of the Page/,
    ],
    [
      "automatic replies of Facebook's own",
      { countInstantReplies: async () => 3 },
      ['instant_replies: unsure'],
      /sent 3 instant replies/,
    ],
    ['a Page that was not added', {}, ['token: wrong'], /page add 7/, withoutToken],
    [
      'a dead token, told once',
      { inspectToken: async () => ({ isValid: false, scopes: [] }), findPage: fail(dead) },
      ['token_valid: wrong'],
      /page token 7/,
    ],
    [
      'an expired token',
      {
        inspectToken: async () => ({ isValid: false, scopes: [], expiresAtMs: now - day }),
        findPage: fail(dead),
      },
      ['token_valid: wrong'],
      /expired on 2026-11-21/,
    ],
    [
      "another app's token",
      { inspectToken: async () => ({ ...token, appId: '2' }) },
      ['token_app: wrong'],
      /Another app \(2\)/,
    ],
    [
      "another Page's token",
      { inspectToken: async () => ({ ...token, profileId: '8' }) },
      ['token_page: wrong'],
      /another Page \(8\)/,
    ],
    [
      "a user's token",
      { inspectToken: async () => ({ ...token, type: 'USER' }) },
      ['token_page: wrong'],
      /me\/accounts/,
    ],
    [
      'a token that ends within days, and data access that has ended',
      { inspectToken: async () => ({ ...token, expiresAtMs: now + day, dataAccessExpiresAtMs: now - day }) },
      ['token_expiry: unsure', 'token_expiry: wrong'],
      /2026-11-23[\s\S]*2026-11-21/,
    ],
    [
      'missing permissions, with what does not work without',
      {
        inspectToken: async () => ({
          ...token,
          scopes: token.scopes.filter((name) => !/messaging|gender/.test(name)),
        }),
      },
      ['permissions: wrong', 'permissions_useful: unsure'],
      /missing: pages_messaging \(no Messenger[\s\S]*pages_user_gender \(gender\)/,
    ],
    [
      'a proof of another app',
      { findPage: fail(refusal) },
      ['proof: wrong'],
      /FACEBOOK_APP_SECRET \(of the token's app\)/,
    ],
    [
      'an unpublished Page',
      { findPage: async () => ({ id: '7', isPublished: false }) },
      ['published: wrong'],
      /publish it/,
    ],
    [
      'a Page that is not subscribed, as after an hour of failures',
      { findPageFields: async () => undefined },
      ['page_subscribed: wrong'],
      /page subscribe 7/,
    ],
    [
      'fields the Page does not send',
      { findPageFields: async () => fields.filter((field) => field !== 'message_reads') },
      ['page_fields: wrong'],
      /message_reads \(read messages\)/,
    ],
    [
      'a Messenger Profile that is not published',
      {},
      ['messenger_profile: wrong'],
      /get_started[\s\S]*page publish 7/,
      { ...page, messengerProfile: { get_started: { payload: 'start' } } },
    ],
    [
      'a Page whose default app is another one',
      { findRouting: async () => 'other_app' },
      ['default_app: wrong'],
      /standby.*conversation routing/,
    ],
    [
      'a Page that Facebook blocks as it is asked',
      { findRouting: fail(blocked) },
      ['paused: wrong'],
      /blocks the Page because of its policies.*support inbox/,
    ],
    [
      'a paused Page',
      {},
      ['paused: wrong'],
      /page token 7/,
      { ...page, pause: { until: new Date(now + day), reason: 'token' } },
    ],
  ]

for (const [what, more, expected, says, checked] of cases) {
  test(`reports ${what}, and the fix`, async (t) => {
    const bad = await badOf(more, checked)
    t.deepEqual(brief(bad), expected)
    t.regex(bad.map((finding) => `${finding.says} ${finding.fix}`).join('\n'), says)
    t.true(bad.every(({ fix }) => fix !== undefined && fix !== ''))
  })
}

test('a check without a response of Facebook is not ok, and the others are still made', async (t) => {
  const bad = await badOf({
    findAppSubscription: fail(silence),
    inspectToken: fail(silence),
    findPageFields: fail(silence),
    lastSigns: () => ({}),
  })
  t.deepEqual(brief(bad), [
    'app_secret: wrong',
    'token_valid: wrong',
    'page_subscribed: wrong',
    'clock: unsure',
  ])
})
