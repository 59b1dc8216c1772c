/** What the Graph API answers when it refuses: thrown by a handler, written as `{"error": {…}}` by the server. */
export interface GraphErrorFacts {
  readonly code: number
  readonly subcode?: number
  readonly message: string
  readonly status?: number
  readonly type?: string
  readonly isTransient?: boolean
}

export class GraphError extends Error {
  readonly facts: GraphErrorFacts
  constructor(facts: GraphErrorFacts) {
    super(facts.message)
    this.facts = facts
  }
}

/** The body as it goes out. `traceId` is 23 characters of base64url. */
export function errorBody(facts: GraphErrorFacts, traceId: string) {
  return {
    error: {
      message: facts.message,
      type: facts.type ?? 'OAuthException',
      code: facts.code,
      ...(facts.subcode === undefined ? {} : { error_subcode: facts.subcode }),
      ...(facts.isTransient === true ? { is_transient: true } : {}),
      fbtrace_id: traceId,
    },
  }
}

export function badParameter(message: string, subcode?: number): GraphError {
  return new GraphError({
    code: 100,
    message: `(#100) ${message}`,
    ...(subcode === undefined ? {} : { subcode }),
  })
}

/** Also what is answered about an object that exists but is not ours to see. */
export function noSuchObject(id: string): GraphError {
  return new GraphError({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  })
}

export function windowClosed(): GraphError {
  return new GraphError({
    code: 10,
    subcode: 2018278,
    message: '(#10) This message is sent outside of allowed window.',
  })
}

export function noMatchingUser(): GraphError {
  return badParameter('No matching user found', 2018001)
}

export function missingPermission(permission: string): GraphError {
  return permission === 'pages_messaging'
    ? new GraphError({
        code: 230,
        status: 403,
        message: '(#230) Requires pages_messaging permission to manage the object',
      })
    : new GraphError({
        code: 10,
        status: 403,
        message: `(#10) This endpoint requires the '${permission}' permission`,
      })
}
