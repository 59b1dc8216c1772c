/**
 * Asks the Graph API for a customer's profile when it is stale: one call at a time for a customer, and no call soon
 * after one that found nothing.
 */
import type { PageId, ProfileId, Psid } from '../domain/ids.ts'
import { PipelineError } from '../errors.ts'
import { isDoneWithin } from '../within.ts'
import { type FoundProfile, findProfile } from './graph/profile.ts'
import type { GraphCall } from './graph/graph-call.ts'

export interface CustomerOnPage {
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId
}

export interface ProfileRefreshOptions {
  readonly call: GraphCall
  readonly findToken: (pageId: PageId) => Promise<string | undefined>
  readonly isFresh: (customer: CustomerOnPage) => Promise<boolean>
  readonly save: (
    customer: CustomerOnPage,
    found: FoundProfile & { readonly tookMs: number },
  ) => Promise<void>
  /** How long a reply waits for the profile, ms. */
  readonly waitMs: number
  readonly deadlineMs: number
}

/**
 * Resolves when the profile is fresh, or after `waitMs`; the call then goes on. Rejects only with errors of the
 * database.
 */
export function createProfileRefresh(
  options: ProfileRefreshOptions,
): (customer: CustomerOnPage) => Promise<void> {
  const underWay = new Map<string, Promise<void>>()

  async function ask(customer: CustomerOnPage): Promise<void> {
    const { pageId, psid } = customer
    if (psid.startsWith('comment:')) return
    try {
      const token = await options.findToken(pageId)
      if (token === undefined) return
      const { call, deadlineMs } = options
      const askedAt = performance.now()
      const found = await findProfile(call, { pageId, token }, { psid, deadlineMs })
      await options.save(customer, { ...found, tookMs: performance.now() - askedAt })
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error // the profile stays stale, and the next turn asks again
    }
  }

  /** The key has the Page's id too: each Page asks with its own token. */
  function refresh(customer: CustomerOnPage): Promise<void> {
    const name = `${customer.pageId} ${customer.psid}`
    const flying = underWay.get(name)
    if (flying !== undefined) return flying
    const flight = ask(customer).finally(() => underWay.delete(name))
    underWay.set(name, flight)
    flight.catch(() => undefined) // a caller that still waits gets the error
    return flight
  }

  return async function refreshProfile(customer) {
    if (await options.isFresh(customer)) return
    await isDoneWithin(options.waitMs, refresh(customer))
  }
}
