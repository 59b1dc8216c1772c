/** Counts calls as Facebook does, writes the usage headers, and says when it is too much. */
import { GraphError } from './graph-error.ts'
import type { Page } from '../world/state.ts'

export const usualLimits = {
  sendsPerSecond: 300,
  mediaPerSecond: 10,
  privateRepliesPerHour: 750,
  conversationsPerSecond: 2,
  messengerProfilePer10Min: 10,
  /** Calls of a Page in 24 hours; Facebook's own is 200 for each customer it can message. */
  callsPerDay: 1_000_000,
  appCallsPerHour: 1_000_000,
  /** Beside Facebook's own, 200 an hour for each lead of 90 days. */
  leadCallsPerDay: 1_000_000,
}
export type UsageLimits = Readonly<typeof usualLimits>
export type Usage = ReturnType<typeof createUsage>

const hour = 3_600_000

export function createUsage(limits: UsageLimits, now: () => number) {
  const windows = {
    send: [1000, limits.sendsPerSecond],
    media: [1000, limits.mediaPerSecond],
    private_reply: [hour, limits.privateRepliesPerHour],
    conversations: [1000, limits.conversationsPerSecond],
    messenger_profile: [600_000, limits.messengerProfilePer10Min],
  } as const
  const counters = new Map<string, { since: number; count: number }>()

  return {
    /** Counts one call; throws GraphError 4 or 80006 when the app or the Page has made too many. */
    countCall(page: Page | undefined): void {
      if (count('app', hour) > limits.appCallsPerHour) throw appThrottled()
      if (page === undefined) return
      if (page.throttledUntil > now() || count(`page ${page.id}`, 24 * hour) > limits.callsPerDay)
        throw pageThrottled()
    },
    /** Counts one of a kind with a limit of its own; throws GraphError 613. */
    countLimited(page: Page, what: keyof typeof windows): void {
      const [windowMs, most] = windows[what]
      if (count(`${what} ${page.id}`, windowMs) <= most) return
      const message = '(#613) Calls to this api have exceeded the rate limit.'
      throw new GraphError(613, message, { isTransient: true })
    },
    /** Counts a call for leads of a Page with this number of leads; throws GraphError 80005. */
    countLeadCall(page: Page, leads: number): void {
      if (count(`leads ${page.id}`, 24 * hour) <= Math.min(limits.leadCallsPerDay, 200 * 24 * leads)) return
      throw new GraphError(
        80005,
        '(#80005) There have been too many leadgen api calls from this Page account.',
      )
    },
    /** The headers of a response: a send carries only the one of the Page's business. */
    headers(page: Page | undefined, { isSend }: { isSend: boolean }): Record<string, string> {
      if (page === undefined) return appHeaders()
      const waitMs = Math.max(0, page.throttledUntil - now())
      const percent = waitMs > 0 ? 100 : share(`page ${page.id}`, limits.callsPerDay)
      const business = {
        type: isSend ? 'messenger' : 'pages',
        call_count: percent,
        total_cputime: percent,
        total_time: percent,
        estimated_time_to_regain_access: Math.ceil(waitMs / 60_000),
      }
      const header = { 'x-business-use-case-usage': JSON.stringify({ [page.id]: [business] }) }
      return isSend ? header : { ...header, ...appHeaders() }
    },
  }

  /** How many there were in the window that began with the first, this one included. */
  function count(key: string, windowMs: number): number {
    const at = now()
    const counter = counters.get(key)
    if (counter === undefined || at - counter.since >= windowMs) {
      counters.set(key, { since: at, count: 1 })
      return 1
    }
    counter.count += 1
    return counter.count
  }

  function share(key: string, most: number): number {
    return Math.min(100, Math.floor((100 * (counters.get(key)?.count ?? 0)) / most))
  }

  function appHeaders(): Record<string, string> {
    const percent = share('app', limits.appCallsPerHour)
    const usage = { call_count: percent, total_time: percent, total_cputime: percent }
    return { 'x-app-usage': JSON.stringify(usage) }
  }
}

export function pageThrottled(): GraphError {
  const message =
    '(#80006) There have been too many calls to this Messenger account. Wait a bit and try again.'
  return new GraphError(80006, message)
}

export function appThrottled(): GraphError {
  return new GraphError(4, '(#4) Application request limit reached', { status: 403, isTransient: true })
}
