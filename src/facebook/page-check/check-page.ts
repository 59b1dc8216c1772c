/**
 * Checks everything that can keep Pagebeat from tracking a Page or replying there. The order is that in which the
 * operator fixes it best. Each question is asked by itself: if one fails, the finding says so and the others are
 * still asked.
 */
import type { PageId } from '../../domain/ids.ts'
import type { JsonObject } from '../../domain/reply.ts'
import type { PageAccess } from '../graph/graph-call.ts'
import type { PauseReason } from '../../domain/page-pause.ts'
import { GraphRateLimitedError } from '../../errors.ts'
import { attempt, type Attempt, describeTrouble } from './attempt.ts'
import { findInClock, findInVersion } from './response-findings.ts'
import { type Finding, ok, type PageCheck, unsure, wrong } from './finding.ts'
import type { ResponseSigns, PageFacebook } from './page-facebook.ts'
import { diffMessengerProfile } from './messenger-profile-diff.ts'
import { findInAppSubscription, findInPageSubscription } from './subscription-findings.ts'
import { findInToken, grantedFor } from './token-findings.ts'
import { findInWebhook } from './webhook-response.ts'

export interface CheckedPage {
  readonly pageId: PageId
  /** Absent: the Page was not added. */
  readonly token?: string
  readonly appId: string
  readonly verifyToken?: string
  /** The version of the Graph API that calls ask for. */
  readonly version: string
  /** The storyboard's Messenger Profile; absent: there is no storyboard. */
  readonly messengerProfile?: JsonObject
  /** Why calls of the Page wait, if they do. */
  readonly pause?: { readonly until: Date; readonly reason: PauseReason }
}

export async function checkPage(
  facebook: PageFacebook,
  { page, now = Date.now }: { readonly page: CheckedPage; readonly now?: () => number },
): Promise<Finding[]> {
  const app = await attempt(facebook.findAppSubscription())
  const ofApp = [findInSecret(app, page), ...(await findInAppLevel(app, page))]
  const ofPage =
    page.token === undefined
      ? [noToken(page)]
      : await findInPage(facebook, { page, access: { pageId: page.pageId, token: page.token }, now })
  return [...ofApp, ...ofPage, ...findPause(page, now()), ...findInResponses(facebook.lastSigns(), page)]
}

function findInResponses({ clockSkewMs, apiVersion }: ResponseSigns, { version }: CheckedPage): Finding[] {
  return [findInClock(clockSkewMs), ...findInVersion(apiVersion, version)]
}

function noToken({ pageId }: CheckedPage): Finding {
  return wrong('token', {
    says: 'No access token of this Page is known.',
    fix: `\`pagebeat page add ${pageId} --name <name>\`, with the token on standard input`,
  })
}

/** The app token is made of id and secret. If Facebook accepts it, the two belong together. */
function findInSecret(app: Attempt<unknown>, { appId }: CheckedPage): Finding {
  if (app.error === undefined) return ok('app_secret', `App ${appId} and its secret belong together.`)
  if (!app.isRefusal) return noResponse('app_secret', app)
  return wrong('app_secret', {
    says: `Facebook refuses the app id with this secret (${describeTrouble(app.error)}).`,
    fix: 'copy both from the App Dashboard (Settings, Basic) to FACEBOOK_APP_ID and FACEBOOK_APP_SECRET, the current secret first',
  })
}

async function findInAppLevel(
  app: Attempt<Awaited<ReturnType<PageFacebook['findAppSubscription']>>>,
  { pageId, verifyToken }: CheckedPage,
): Promise<Finding[]> {
  if (app.error !== undefined) return []
  const findings = findInAppSubscription(app.value, pageId)
  const callbackUrl = app.value?.callbackUrl
  return callbackUrl === undefined ? findings : [...findings, await findInWebhook(callbackUrl, verifyToken)]
}

interface Asked {
  readonly page: CheckedPage
  readonly access: PageAccess
  readonly now: () => number
}

async function findInPage(facebook: PageFacebook, { page, access, now }: Asked): Promise<Finding[]> {
  const { pageId, appId } = page
  const token = await attempt(facebook.inspectToken(access.token))
  const ofToken =
    token.error === undefined ? findInToken(token.value, { pageId, appId, now: now() }) : [untold(token)]
  const facts = await attempt(facebook.findPage(access))
  if (facts.error !== undefined) {
    // The finding above says what is wrong with the token. Facebook would refuse the other questions too.
    const isExplained = ofToken.some(({ state }) => state === 'wrong') && facts.isRefusal
    return isExplained ? ofToken : [...ofToken, refused(facts)]
  }
  const fields = await attempt(facebook.findPageFields(access))
  const granted = token.error === undefined ? grantedFor(token.value, pageId) : new Set<string>()
  return [
    ...ofToken,
    ok('proof', 'Calls with the token and the proof of the app secret are accepted.'),
    findPublished(facts.value),
    ...(fields.error === undefined
      ? findInPageSubscription(fields.value, { pageId, granted })
      : [noResponse('page_subscribed', fields)]),
    await findInMessengerProfile(facebook, { page, access, now }),
    await findInRouting(facebook, access),
    ...(await findInstantReplies(facebook, access)),
  ]
}

/** Customers get two replies where Facebook's own automatic replies are on. */
async function findInstantReplies(facebook: PageFacebook, access: PageAccess): Promise<Finding[]> {
  const found = await attempt(facebook.countInstantReplies(access))
  if (found.error !== undefined || found.value === 0) return []
  const count = found.value === 1 ? 'an instant reply' : `${found.value} instant replies`
  return [
    unsure('instant_replies', {
      says: `Facebook itself sent ${count} in the latest threads, so customers get two replies.`,
      fix: 'turn instant replies and away messages off: Meta Business Suite, Inbox, Automations',
    }),
  ]
}

/** The app asks this question. A refusal says nothing about the token. */
function untold(failure: Attempt<unknown>): Finding {
  if (failure.error === undefined || !failure.isRefusal) return noResponse('token_valid', failure)
  return unsure('token_valid', {
    says: `Facebook does not tell this app about the token (${describeTrouble(failure.error)}).`,
    fix: 'first fix the app id and the app secret',
  })
}

function refused(failure: Attempt<unknown>): Finding {
  if (failure.error === undefined || !failure.isRefusal) return noResponse('proof', failure)
  return wrong('proof', {
    says: `Facebook refuses to show the Page for this token (${describeTrouble(failure.error)}).`,
    fix: "check FACEBOOK_APP_SECRET (of the token's app), the Page id, and the permission pages_read_engagement",
  })
}

function findPublished({ isPublished }: { readonly isPublished?: boolean }): Finding {
  if (isPublished === true) return ok('published', 'The Page is published.')
  if (isPublished === undefined) {
    return unsure('published', {
      says: 'Facebook does not say whether the Page is published.',
      fix: 'open the Page in a browser that is not logged in',
    })
  }
  return wrong('published', {
    says: 'The Page is not published: customers cannot see it or write to it.',
    fix: 'publish it in the settings of the Page',
  })
}

async function findInMessengerProfile(facebook: PageFacebook, { page, access }: Asked): Promise<Finding> {
  const check = 'messenger_profile'
  const found = await attempt(facebook.findMessengerProfile(access))
  if (found.error !== undefined) return noResponse(check, found)
  if (page.messengerProfile === undefined) {
    return unsure(check, {
      says: 'There is no storyboard to compare the Messenger Profile with.',
      fix: 'set STORYBOARD or give --storyboard <file>; no action needed if you only track',
    })
  }
  const { lines } = diffMessengerProfile(found.value, page.messengerProfile)
  if (lines.length === 0) return ok(check, 'The Messenger Profile is that of the storyboard.')
  const differ = lines.filter((line) => !line.startsWith(' ')).map((line) => line.replace(/:$/, ''))
  return wrong(check, {
    says: `The Messenger Profile differs from the storyboard: ${differ.join(', ')}.`,
    fix: `\`pagebeat page publish ${page.pageId}\``,
  })
}

async function findInRouting(facebook: PageFacebook, access: PageAccess): Promise<Finding> {
  const check = 'default_app'
  const routing = await attempt(facebook.findRouting(access))
  if (routing.error instanceof GraphRateLimitedError) return nowPaused(routing.error)
  if (routing.error !== undefined)
    return unsure(check, {
      says: `Facebook does not tell whether this app is the default app (${describeTrouble(routing.error)}).`,
      fix: "look into the Page's settings, conversation routing",
    })
  const choose = "choose this app in the Page's settings, conversation routing"
  switch (routing.value) {
    case 'this_app':
      return ok(check, 'This app is the default app: threads that nobody controls come to it.')
    case 'no_app':
      return unsure(check, {
        says: 'The Page has no default app: `pagebeat conversation resume` cannot take a thread from an agent.',
        fix: `agents give a thread back by moving it to Done; or ${choose}`,
      })
    case 'other_app':
      return wrong(check, {
        says: 'Another app is the default app: the bot gets messages as standby and does not reply.',
        fix: choose,
      })
    case 'no_thread':
      return unsure(check, {
        says: 'It is not known whether this app is the default app: no thread of the Page tells it.',
        fix: 'check again when a customer has written',
      })
  }
}

function findPause({ pageId, pause }: CheckedPage, now: number): Finding[] {
  if (pause === undefined || pause.until.getTime() <= now) return []
  const fix =
    pause.reason === 'token'
      ? `get a new token: \`pagebeat page token ${pageId}\``
      : 'wait until then; an earlier call makes the pause longer, and nothing is lost'
  const says = `Calls of the Page are paused until ${pause.until.toISOString()} (${pause.reason}).`
  return [wrong('paused', { says, fix })]
}

/** The question itself met a limit or a block that no row tells of yet. */
function nowPaused(error: GraphRateLimitedError): Finding {
  const isBlock = error.fault.meaning === 'policy_block'
  return wrong('paused', {
    says: isBlock
      ? `Facebook blocks the Page because of its policies (${error.message}). Replies wait.`
      : `Facebook takes no call of the Page now (${error.message}). Replies wait.`,
    fix: isBlock
      ? "read the notice in the Page's support inbox"
      : 'wait; an earlier call makes the pause longer',
  })
}

/** A check that could not be made must not pass. */
function noResponse(check: PageCheck, failure: Attempt<unknown>): Finding {
  const finding = wrong(check, {
    says: `Facebook gave no response when asked ${questions[check] ?? 'this question'} (${describeTrouble(failure.error)}).`,
    fix: 'check again in a minute; then check GRAPH_API_URL, the proxy and the firewall of this machine',
  })
  return { ...finding, isUnanswered: true }
}

const questions: Partial<Readonly<Record<PageCheck, string>>> = {
  app_secret: "whether the app's id and secret belong together",
  token_valid: 'whether the token is valid',
  proof: 'for the Page',
  page_subscribed: 'whether the Page is subscribed',
  messenger_profile: 'for the Messenger Profile',
}
