/** What Facebook tells of a customer who removed the app, or asked for their data to be deleted. */

/** `data_deletion`: the customer asks for deletion. `deauthorize`: the customer removed the app; nothing is deleted. */
export type PrivacyRequestKind = 'data_deletion' | 'deauthorize'

/**
 * - `received`: on disk in Redis, not in the tables yet.
 * - `unmatched`: no customer has this id. The operator decides.
 * - `in_progress`: the customer is being forgotten.
 * - `done`: the customer is forgotten.
 * - `recorded`: there is nothing to do (`deauthorize`).
 */
export const privacyRequestStates = ['received', 'unmatched', 'in_progress', 'done', 'recorded'] as const
export type PrivacyRequestState = (typeof privacyRequestStates)[number]

export interface PrivacyRequest {
  readonly kind: PrivacyRequestKind
  /** Names the request for the customer and the operator. The same request of Facebook has the same code. */
  readonly code: string
  /** The customer's id in the app. It is no id of a Page. */
  readonly userId: string
  /** ms since the epoch. */
  readonly issuedTs: number
  readonly receivedTs: number
}

/** What the customer may see. It holds no id. */
export interface PrivacyRequestStatus {
  readonly kind: PrivacyRequestKind
  readonly state: PrivacyRequestState
  readonly receivedTs: number
  readonly changedTs: number
}

const codeFormat = /^[0-9a-f]{32}$/

export function isRequestCode(text: string): boolean {
  return codeFormat.test(text)
}
