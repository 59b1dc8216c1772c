/** What the Graph API answers when it refuses: thrown by a handler, written as `{"error": {…}}` by the server. */
interface Details {
  readonly subcode?: number | undefined
  /** HTTP status; 400 when left out. */
  readonly status?: number
  readonly type?: string
  readonly isTransient?: true
}

export class GraphError extends Error {
  readonly facts: Details & { readonly code: number; readonly message: string }
  constructor(code: number, message: string, details: Details = {}) {
    super(message)
    this.facts = { code, message, ...details }
  }
}

/** The body as it goes out. `traceId` is 23 characters of base64url. */
export function errorBody({ facts }: GraphError, traceId: string) {
  const { code, message, type = 'OAuthException', subcode, isTransient } = facts
  return {
    error: { message, type, code, error_subcode: subcode, is_transient: isTransient, fbtrace_id: traceId },
  }
}

export function badParameter(message: string, subcode?: number): GraphError {
  return new GraphError(100, `(#100) ${message}`, { subcode })
}

/** Also what is answered about an object that exists but is not ours to see. */
export function noSuchObject(id: string): GraphError {
  const message = `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`
  return new GraphError(100, message, { subcode: 33, type: 'GraphMethodException' })
}

export function noMatchingUser(): GraphError {
  return badParameter('No matching user found', 2018001)
}
