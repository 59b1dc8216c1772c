/** What an answer of the Graph API means for the work at hand; the rows are in src/facebook/graph/error-table.ts. */
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

/** Of the usage headers, in percent of what is allowed. */
export interface GraphUsage {
  readonly app?: number
  readonly page?: number
  /** Until the page may call again, by Facebook's own estimate. */
  readonly regainAccessMs?: number
}

/** What is known of a Graph call that went wrong, without a token, a text or an id of a person. */
export interface GraphFault {
  /** `ECONNREFUSED`, `UND_ERR_HEADERS_TIMEOUT`, `not_json`, `graph_error`, `breaker_open`, … */
  readonly reason: string
  readonly meaning: GraphMeaning
  readonly status?: number
  readonly code?: number
  readonly subcode?: number
  /** Facebook's `fbtrace_id`: what its support asks for. */
  readonly traceId?: string
  /** What a person should do about it. */
  readonly say?: string
  readonly usage?: GraphUsage
}

/** For messages and logs: codes and words only. */
export function describeGraphFault({ reason, meaning, status, code, subcode, traceId }: GraphFault): string {
  const parts = [
    `${meaning} (${reason})`,
    status === undefined ? undefined : `HTTP ${status}`,
    code === undefined ? undefined : `code ${code}${subcode === undefined ? '' : `/${subcode}`}`,
    traceId === undefined ? undefined : `trace ${traceId}`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}
