/**
 * One call of the Graph API, as a type: what every wrapper takes and returns. The wrappers of this folder have the same
 * signature, so that deadline, usage, breaker and parking are each a file, and a test passes a function.
 */
import type { PageId } from '../../domain/ids.ts'
import type { JsonObject } from '../../domain/reply.ts'
import type { GraphUsage } from '../../domain/graph-fault.ts'

export interface PageAccess {
  readonly pageId: PageId
  readonly token: string
}

/** `APP_ID|APP_SECRET`, for what belongs to the app. */
export interface AppAccess {
  readonly appToken: string
}

/** What a page's calls are paced by: each has limits of its own. */
export type GraphLane =
  | 'messages'
  /** Messages with a picture, a sound, a film or a file. */
  | 'media'
  /** Seen and typing: counted with the messages, and left out while a page must go slowly. */
  | 'courtesies'
  | 'private_replies'
  | 'comments'
  | 'conversations'
  | 'profiles'
  | 'set_up'
  | 'other'

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the version, without a leading slash, segments already encoded (`graphPath`). */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly access: PageAccess | AppAccess
  /** `other` where it is not said. */
  readonly lane?: GraphLane
  /** The whole call may take this long, from the moment it is asked for; a duration, not a time. */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
  /** A call with an effect that has no idempotency: its lost answer is SendOutcomeUnknownError. */
  readonly isSend?: boolean
}

export interface GraphResponse {
  /** Numbers that a double cannot hold are strings of their digits; a bare `true` is `{ success: true }`. */
  readonly body: JsonObject
  readonly usage?: GraphUsage
  /** `facebook-api-version`: the version that answered, which is not the one asked for once that has expired. */
  readonly apiVersion?: string
  /** Facebook's clock when it answered, ms, to the second. */
  readonly serverTimeMs?: number
}

/**
 * Throws GraphUnavailableError (retry), GraphRateLimitedError and PageTokenRevokedError (wait), GraphRejectedError (dead),
 * and for `isSend` SendOutcomeUnknownError (unknown). Nothing else but bugs.
 */
export type GraphCall = (request: GraphRequest) => Promise<GraphResponse>

export function isPageAccess(access: GraphRequest['access']): access is PageAccess {
  return 'pageId' in access
}
