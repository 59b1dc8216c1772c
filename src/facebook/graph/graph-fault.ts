/** Turns an error response, or a missing one, into an error of the pipeline. */
import type { GraphFault, GraphUsage } from '../../domain/graph-fault.ts'
import type { JsonObject, JsonValue } from '../../domain/reply.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
  SendOutcomeUnknownError,
  type PipelineError,
} from '../../errors.ts'
import { toInteger } from '../wire-values.ts'
import { classifyError } from './classify-error.ts'

const initialWaitMs = 60_000

export interface ErrorResponse {
  readonly status: number
  /** The value of `error` in the body. */
  readonly error: JsonObject
  readonly isSend?: boolean | undefined
  readonly usage?: GraphUsage | undefined
  /** The call is an operator's: Facebook's text is kept. */
  readonly keepsText?: boolean | undefined
}

/**
 * The error for what Facebook sent under `error`. Facebook's texts are left out: they may quote a message or a token.
 */
export function toGraphError({ status, error, isSend, usage, keepsText }: ErrorResponse): PipelineError {
  const code = toInteger(error['code'])
  const subcode = toInteger(error['error_subcode'])
  const isTransient = error['is_transient'] === true
  const row = classifyError({ code, subcode, status, isTransient, isSend })
  const fault: GraphFault = {
    reason: 'graph_error',
    meaning: row.meaning,
    status,
    say: row.say,
    ...(code === undefined ? {} : { code }),
    ...(subcode === undefined ? {} : { subcode }),
    ...traceOf(error['fbtrace_id']),
    ...(usage === undefined ? {} : { usage }),
    ...(keepsText === true ? textOf(error['message']) : {}),
  }
  switch (row.class) {
    case 'dead':
      return new GraphRejectedError(fault)
    case 'unknown':
      return new SendOutcomeUnknownError(fault)
    case 'retry':
      return new GraphUnavailableError(fault, row)
    case 'wait': {
      const { scope = 'page' } = row
      if (scope === 'token') return new PageTokenRevokedError(fault)
      const retryAfterMs = usage?.regainAccessMs ?? row.retryAfterMs ?? initialWaitMs
      const isOneKind = row.isOneKind === true
      return new GraphRateLimitedError(fault, { scope, retryAfterMs, isOneKind })
    }
  }
}

/**
 * A text that names no secret: a token is a long word with digits or capitals, and the names of fields and permissions
 * are not.
 */
function textOf(message: JsonValue | undefined): Pick<GraphFault, 'text'> {
  if (typeof message !== 'string' || message.trim() === '') return {}
  const clean = message
    .replaceAll(/[\w|+/=-]{16,}/g, (word) => (/^[a-z_/|-]+$/.test(word) ? word : '…'))
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return { text: clean.slice(0, 400).toWellFormed() }
}

/** The request was sent, and the response does not tell whether it had its effect. */
export function toLostResponse(
  fault: Pick<GraphFault, 'reason' | 'status' | 'usage'>,
  isSend: boolean | undefined,
): PipelineError {
  return isSend === true
    ? new SendOutcomeUnknownError({ ...fault, meaning: 'outcome_unclear' })
    : new GraphUnavailableError({ ...fault, meaning: 'service_trouble' })
}

function traceOf(value: JsonValue | undefined): Pick<GraphFault, 'traceId'> {
  return typeof value === 'string' && /^[\w+/=-]{1,32}$/.test(value) ? { traceId: value } : {}
}
