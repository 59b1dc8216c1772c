/** What people read of a fact: one or two sentences, and what to do. */
import type { HandOverFact, HeldFact, PausedPage } from '../../src/db/notifier/find-facts.ts'
import type { ConversationId, PageId } from '../../src/domain/ids.ts'
import type { Fact } from '../../src/domain/notification.ts'
import type { PageSilence } from '../../src/domain/page-rhythm.ts'
import type { Finding } from '../../src/facebook/page-check/finding.ts'

/** Name and words of a customer, where they may be told. */
export interface Words {
  readonly name: string | undefined
  readonly text: string | undefined
}

export interface About {
  /** How people call the Page. */
  readonly page: string
  /** Where the console is, as `https://console.example.com`. Undefined: nobody told. */
  readonly consoleUrl?: string | undefined
  readonly words?: Words | undefined
}

export function handOverFact(found: HandOverFact, { page, consoleUrl, words }: About): Fact {
  const { pageId, psid, conversationId, handOverTs, waitingTs, isRefused } = found
  const who = words?.name === undefined ? `customer ${psid}` : `${words.name} (customer ${psid})`
  const said = words?.text === undefined ? '' : ` They wrote: “${words.text}”`
  const what = isRefused
    ? 'Facebook refused the hand-over, so the bot goes on.'
    : 'The bot is silent in the thread.'
  const where =
    consoleUrl === undefined
      ? 'Answer in the inbox of the Page.'
      : `Answer here: ${conversationUrl(consoleUrl, conversationId)}`
  return {
    kind: isRefused ? 'hand_over_refused' : 'hand_over',
    subject: `${conversationId} ${handOverTs}`,
    pageId,
    says: `${page}: ${who} asks for an agent since ${toTime(waitingTs)}. ${what} ${where}${said}`,
  }
}

export function heldFact({ id, pageId, conversationId }: HeldFact, { page, consoleUrl }: About): Fact {
  const where =
    consoleUrl === undefined
      ? `See \`pagebeat outbound show ${id}\`.`
      : `Resend or drop it here: ${conversationUrl(consoleUrl, conversationId)}`
  const says = `${page}: message ${id} is held: nobody can tell whether the customer got it. ${where}`
  return { kind: 'message_held', subject: id, pageId, says }
}

/** It is told again after a month, as long as it is not settled. */
export function deletionFact(code: string): Fact {
  const says = `Facebook passed on a request for deletion (${code}) that matches no customer. See \`pagebeat customer deletions\`.`
  return { kind: 'deletion_request', subject: code, pageId: undefined, says }
}

/** A token dies once. Other pauses are one fact as long as they last. */
export function pausedFact({ pageId, reason, tokenDigest = '', untilMs }: PausedPage, page: string): Fact {
  const until = toTime(untilMs)
  const says = {
    token: `Facebook refuses the access token, so messages wait. Give a new one: \`pagebeat page token ${pageId}\`.`,
    policy_block: `Facebook blocks the Page for a breach of its policy until ${until}. See the Page's support inbox.`,
    throttled: `Facebook allows no more calls until ${until}. Messages wait, and are sent then.`,
    near_limit: `The calls are used up until ${until}. Messages wait, and are sent then.`,
  }[reason]
  return {
    kind: 'page_paused',
    subject: `${pageId} ${reason} ${tokenDigest}`,
    pageId,
    says: `${page}: ${says}`,
  }
}

export function silentFact(pageId: PageId, { sinceMs, usualEvents }: PageSilence, page: string): Fact {
  const says =
    `${page}: no event since ${toTime(sinceMs)}. In these hours of each of the last weeks there were ` +
    `${usualEvents} or more. Run \`pagebeat page check ${pageId}\`.`
  return { kind: 'page_silent', subject: pageId, pageId, says }
}

export function checkFact(pageId: PageId, { check, says, fix }: Finding, page: string): Fact {
  const advice = fix === undefined ? '' : ` To do: ${fix}`
  return { kind: 'page_check', subject: `${pageId} ${check}`, pageId, says: `${page}: ${says}${advice}` }
}

/** No sign follows the address, and a blank does: receivers make a link of it. */
function conversationUrl(consoleUrl: string, id: ConversationId): string {
  return `${consoleUrl}/inbox/all/${id}`
}

function toTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
