/** What an error response of the Graph API means for the work. The rows are in src/facebook/graph/error-table.ts. */
export type GraphMeaning =
  | 'service_trouble'
  | 'outcome_unclear'
  | 'throttled'
  | 'near_limit'
  | 'policy_block'
  | 'token'
  | 'window_closed'
  | 'person_unavailable'
  | 'unknown_person'
  | 'opted_out'
  | 'profile_unavailable'
  | 'not_found'
  | 'permission'
  | 'already_replied'
  | 'other_app_in_control'
  | 'media'
  | 'duplicate'
  | 'parameter'
  | 'unrecognised'

/** Facebook's usage headers, in percent of the limit. */
export interface GraphUsage {
  readonly app?: number
  readonly page?: number
  /** Facebook's estimate of when the Page may call again, ms from now. */
  readonly regainAccessMs?: number
}

/** Why a Graph call did not succeed. */
export type FaultReason =
  /** A code of Node or of its HTTP client: `ECONNREFUSED`, `UND_ERR_HEADERS_TIMEOUT`, `CERT_HAS_EXPIRED`. */
  | Uppercase<string>
  /** Facebook responded with an error object; `code` and `subcode` tell which. */
  | 'graph_error'
  /** The connection ended for a reason without a code. */
  | 'broken'
  | 'not_http'
  | 'no_status'
  | 'not_json'
  | 'no_error_object'
  | 'answer_too_large'
  /** The call's time was over before there was a connection. */
  | 'deadline_before_sending'
  | 'deadline'
  /** The response is JSON, but lacks what the call is for. */
  | 'comment_incomplete'
  | 'message_incomplete'
  | 'no_id'
  | 'no_list'
  | 'no_success'
  | 'no_token_facts'
  | 'not_newest_first'
  /** No call was made: the breaker is open. */
  | 'breaker_open'
  /** No call was made: the Page is paused. */
  | 'page_paused'
  /** No call was made: the pauses of Pages cannot be read. */
  | 'gate_unavailable'
  /** No call was made: the Page has no access token, or none that an HTTP header may hold, or it cannot be read. */
  | 'no_token'
  | 'token_not_usable'
  | 'token_out_of_reach'
  /** No call was made: an id that is part of the path is missing or empty. */
  | 'no_object'
  /** No call was made: Facebook did not name the customer. */
  | 'no_customer'
  | 'no_such_path'

/** What is known of a Graph call that failed. It holds no token, no text and no id of a customer. */
export interface GraphFault {
  readonly reason: FaultReason
  readonly meaning: GraphMeaning
  readonly status?: number
  readonly code?: number
  readonly subcode?: number
  /** Facebook's `fbtrace_id`. Its support asks for it. */
  readonly traceId?: string
  /** What the operator should do about it. */
  readonly say?: string
  readonly usage?: GraphUsage
  /**
   * Facebook's text without its secrets, for calls that an operator makes by hand (lane `settings`) and that concern no
   * customer. It names the field or permission that is refused. It is for the terminal alone, never for a log.
   */
  readonly text?: string
}

/** Codes and fixed words only, for messages and logs. */
export function describeGraphFault({ reason, meaning, status, code, subcode, traceId }: GraphFault): string {
  const parts = [
    `${meaning} (${reason})`,
    status === undefined ? undefined : `HTTP ${status}`,
    code === undefined ? undefined : `code ${code}${subcode === undefined ? '' : `/${subcode}`}`,
    traceId === undefined ? undefined : `trace ${traceId}`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}
