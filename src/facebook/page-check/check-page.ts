/**
 * Everything that can keep a Page from being tracked and answered, looked at in the order in which it is best mended.
 * Each question is asked by itself: what cannot be found out is said, and the others are asked all the same.
 */
import type { PageId } from '../../domain/ids.ts'
import type { JsonObject } from '../../domain/reply.ts'
import type { PageAccess } from '../graph/graph-call.ts'
import type { PauseReason } from '../../domain/page-pause.ts'
import { attempt, type Attempt, describeTrouble } from './attempt.ts'
import { findInClock, findInVersion } from './response-findings.ts'
import { type Finding, ok, unsure, wrong } from './finding.ts'
import type { ResponseSigns, PageFacebook } from './page-facebook.ts'
import { diffMessengerProfile } from './messenger-profile-diff.ts'
import { findInAppSubscription, findInPageSubscription } from './subscription-findings.ts'
import { findInToken } from './token-findings.ts'
import { findInWebhook } from './webhook-response.ts'

export interface CheckedPage {
  readonly pageId: PageId
  /** Absent: the Page was not added. */
  readonly token?: string
  readonly appId: string
  readonly verifyToken?: string
  /** The version of the Graph API that is asked for. */
  readonly version: string
  /** The storyboard's set-up; absent: there is no storyboard. */
  readonly messengerProfile?: JsonObject
  /** Why the Page's calls wait, if they do. */
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

/** The app token is made of id and secret: when Facebook takes it, the two belong together. */
function findInSecret(app: Attempt<unknown>, { appId }: CheckedPage): Finding {
  if (app.error === undefined) return ok('app_secret', `App ${appId} and its secret belong together.`)
  if (!app.isRefusal) return unanswered('app_secret', app)
  return wrong('app_secret', {
    says: `Facebook refuses the app's id with its secret (${describeTrouble(app.error)}).`,
    fix: 'copy both from the App Dashboard (Settings, Basic) into FACEBOOK_APP_ID and FACEBOOK_APP_SECRET; of several secrets the first must be the current one',
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
    // Why the token is no good was said above; the other questions would only be refused again.
    const isExplained = ofToken.some(({ state }) => state === 'wrong') && facts.isRefusal
    return isExplained ? ofToken : [...ofToken, refused(facts)]
  }
  const fields = await attempt(facebook.findPageFields(access))
  return [
    ...ofToken,
    ok('proof', 'Calls with the token and the proof of the app secret are accepted.'),
    findPublished(facts.value),
    ...(fields.error === undefined
      ? findInPageSubscription(fields.value, pageId)
      : [unanswered('page_subscribed', fields)]),
    await findInMessengerProfile(facebook, { page, access, now }),
  ]
}

/** The question is asked in the name of the app: a refusal says nothing about the token. */
function untold(failure: Attempt<unknown>): Finding {
  if (failure.error === undefined || !failure.isRefusal) return unanswered('token_valid', failure)
  return unsure('token_valid', {
    says: `Facebook does not tell this app what the token is good for (${describeTrouble(failure.error)}).`,
    fix: "mend what is said of the app's id and secret first",
  })
}

function refused(failure: Attempt<unknown>): Finding {
  if (failure.error === undefined || !failure.isRefusal) return unanswered('proof', failure)
  return wrong('proof', {
    says: `The Page cannot be read with this token (${describeTrouble(failure.error)}).`,
    fix: "the proof is made of FACEBOOK_APP_SECRET: it must be the secret of the app that the token is of; else the Page's id is wrong, or pages_read_engagement is missing",
  })
}

function findPublished({ isPublished }: { readonly isPublished?: boolean }): Finding {
  if (isPublished === true) return ok('published', 'The Page is published.')
  if (isPublished === undefined) {
    return unsure('published', {
      says: 'Facebook does not say whether the Page is published.',
      fix: 'look at the Page without being logged in',
    })
  }
  return wrong('published', {
    says: 'The Page is not published: nobody can see it or write to it.',
    fix: 'publish it in the settings of the Page',
  })
}

async function findInMessengerProfile(facebook: PageFacebook, { page, access }: Asked): Promise<Finding> {
  const check = 'messenger_profile'
  const found = await attempt(facebook.findMessengerProfile(access))
  if (found.error !== undefined) return unanswered(check, found)
  if (page.messengerProfile === undefined) {
    return unsure(check, {
      says: 'Without a storyboard it is not known what the messenger profile should be.',
      fix: 'set STORYBOARD, or say --storyboard <file>; for tracking alone it is not needed',
    })
  }
  const { lines } = diffMessengerProfile(found.value, page.messengerProfile)
  if (lines.length === 0) return ok(check, "The messenger profile is the storyboard's.")
  const differ = lines.filter((line) => !line.startsWith(' ')).map((line) => line.replace(/:$/, ''))
  return wrong(check, {
    says: `The messenger profile is not the storyboard's: ${differ.join(', ')}.`,
    fix: `\`pagebeat page publish ${page.pageId}\``,
  })
}

function findPause({ pageId, pause }: CheckedPage, now: number): Finding[] {
  if (pause === undefined || pause.until.getTime() <= now) return []
  const fix =
    pause.reason === 'token'
      ? `give a new token: \`pagebeat page token ${pageId}\``
      : 'wait: calling meanwhile makes it longer; nothing is lost'
  const says = `The Page's calls wait until ${pause.until.toISOString()} (${pause.reason}).`
  return [wrong('paused', { says, fix })]
}

/** Not well, as nobody can say that it is: a check that cannot look must not pass. */
function unanswered(check: string, failure: Attempt<unknown>): Finding {
  return wrong(check, {
    says: `Facebook did not answer ${questions[check] ?? 'this question'} (${describeTrouble(failure.error)}).`,
    fix: 'check again in a minute; look at GRAPH_API_URL and the way out of this machine',
  })
}

const questions: Readonly<Record<string, string>> = {
  app_secret: "whether the app's id and secret belong together",
  token_valid: 'whether the token is valid',
  proof: 'when asked for the Page',
  page_subscribed: 'whether the Page is subscribed',
  messenger_profile: 'what the messenger profile is',
}
