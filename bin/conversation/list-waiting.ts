/** `pagebeat conversation list`: customers who wait for an agent, without texts. */
import { findWaiting, type WaitingCustomer } from '../../src/db/conversation/waiting.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import { toKnownPageId } from '../command-line/known-page.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { toTime } from './thread.ts'

export interface ListOptions {
  readonly waiting?: true
  readonly page?: string
  readonly limit: number
  readonly json?: true
}

export async function listWaiting({ waiting, page, limit, json }: ListOptions): Promise<void> {
  if (waiting !== true) throw new Refused('Say which conversations: `pagebeat conversation list --waiting`')
  await withDatabase(async (db) => {
    const pageId = await toKnownPageId(db, page)
    const nowMs = (await databaseTime(db))()
    const found = await findWaiting(db, { now: nowMs, pageId, limit })
    if (json) return printJson(found.map(toJson), 2)
    for (const customer of found) printLine(toLine(customer, nowMs))
    const count = found.length === limit ? `${limit} or more` : String(found.length)
    printLine(`${count} customer${found.length === 1 ? ' waits' : 's wait'} for an agent`)
  })
}

function toLine({ waitingTs, pageId, psid, ...why }: WaitingCustomer, nowMs: number): string {
  const waited = describeDuration(nowMs - waitingTs)
  return `${toTime(waitingTs)}  waits ${waited}  customer ${psid} of Page ${pageId}  (${describeReason(why, waitingTs)})`
}

function describeReason(
  { handOverTs, handOverResult, silentReason }: Partial<WaitingCustomer>,
  waitingTs: number,
): string {
  if (handOverTs !== undefined && handOverTs >= waitingTs)
    return handOverResult === 'refused' ? 'the hand-over failed' : 'handed_over'
  return silentReason ?? 'unknown'
}

/** `45 s`, `12 min`, `3 h`, `2 days`. */
export function describeDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

function toJson({ waitingTs, handOverTs, ...customer }: WaitingCustomer) {
  return {
    ...customer,
    waitingSince: toTime(waitingTs),
    ...(handOverTs === undefined ? {} : { handedOverAt: toTime(handOverTs) }),
  }
}
