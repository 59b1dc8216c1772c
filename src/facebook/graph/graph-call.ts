/**
 * The type of one Graph API call. All wrappers of this folder take and return it: deadline, usage, breaker and pauses
 * are each a file, and a test passes a function.
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

/** Kinds of calls of a Page that Facebook limits apart. */
export type GraphLane =
  | 'messages'
  /** Messages with an image, a sound, a video or a file. */
  | 'media'
  /** Read receipts and typing signs. They count as messages, and are left out while a Page is slowed. */
  | 'courtesies'
  | 'private_replies'
  | 'comments'
  /** Comments that are hidden, shown again or deleted: nobody sees a burst of them. */
  | 'moderation'
  | 'conversations'
  | 'profiles'
  | 'leads'
  | 'settings'
  | 'other'

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the version, without a leading slash. Segments are already encoded (`graphPath`). */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly access: PageAccess | AppAccess
  /** Left out: `other`. */
  readonly lane?: GraphLane
  /** How long the whole call may take from now, ms. */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
  /** The call has an effect and no idempotency key. If its response is lost it ends with SendOutcomeUnknownError. */
  readonly isSend?: boolean
}

export interface GraphResponse {
  /** Numbers that a double cannot hold are strings of their digits. A bare `true` is `{ success: true }`. */
  readonly body: JsonObject
  readonly usage?: GraphUsage
  /**
   * `facebook-api-version`: the version that served the call. It is not the one in the request once that has expired.
   */
  readonly apiVersion?: string
  /** Facebook's clock at its response, ms, to the second. */
  readonly serverTimeMs?: number
}

/**
 * Throws GraphUnavailableError (retry), GraphRateLimitedError and PageTokenRevokedError (wait), GraphRejectedError
 * (dead), and for `isSend` SendOutcomeUnknownError (unknown). Any other error is a bug.
 */
export type GraphCall = (request: GraphRequest) => Promise<GraphResponse>

export function isPageAccess(access: GraphRequest['access']): access is PageAccess {
  return 'pageId' in access
}

/** Whether Facebook counts the call with those of the Page's feed. */
export function isOnFeed(lane: GraphLane | undefined): boolean {
  return lane === 'comments' || lane === 'moderation'
}
