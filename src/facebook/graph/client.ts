/**
 * One call of the Graph API: version, token, proof, JSON both ways, and for every failure an error that says what to
 * do. Retries and waits are wrappers, not part of this. The token is in a header, never in a URL or an error.
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests (proof), .../guides/error-handling
 */
import type { Dispatcher } from 'undici'
import { GraphRejectedError, GraphUnavailableError } from '../../errors.ts'
import { isRecord } from '../json.ts'
import { decodeResponseBody } from './response-body.ts'
import { exchange, type Exchange, type ExchangeHeaders, type ExchangeRequest } from './exchange.ts'
import { createGraphAgent } from './graph-agent.ts'
import { isPageAccess, type GraphResponse, type GraphCall, type GraphRequest } from './graph-call.ts'
import { toGraphError, toLostResponse } from './graph-fault.ts'
import { appSecretProof } from './proof.ts'
import { readUsage } from './usage-headers.ts'

export type {
  AppAccess,
  GraphResponse,
  GraphCall,
  GraphLane,
  GraphRequest,
  PageAccess,
} from './graph-call.ts'

export interface GraphCallOptions {
  /** https://graph.facebook.com, or the address of the simulated one. */
  readonly url: string
  /** v26.0 */
  readonly version: string
  readonly appSecret: string
  /** Made by `createGraphAgent`. The caller closes it. */
  readonly dispatcher?: Dispatcher
}

const maxResponseBytes = 1024 * 1024

export function createGraphCall(options: GraphCallOptions): GraphCall {
  const dispatcher = options.dispatcher ?? createGraphAgent()
  return async function callGraph(request) {
    return toResponse(await exchange(dispatcher, toHttp(request, options)), request)
  }
}

function toHttp(request: GraphRequest, { url, version, appSecret }: GraphCallOptions): ExchangeRequest {
  const { method, path, query, body, access, signal } = request
  const token = isPageAccess(access) ? access.token : access.appToken
  // undici's error would quote the token.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new GraphRejectedError({ reason: 'token_not_usable', meaning: 'token' })
  const { origin, pathname } = new URL(url)
  const search = new URLSearchParams({ ...query, appsecret_proof: appSecretProof({ token, appSecret }) })
  return {
    origin,
    path: `${pathname.replace(/\/+$/, '')}/${version}/${path}?${search.toString()}`,
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
    maxResponseBytes,
  }
}

function toResponse(result: Exchange, { isSend, lane }: GraphRequest): GraphResponse {
  if (result.is === 'not_sent')
    throw new GraphUnavailableError({ reason: result.reason, meaning: 'service_trouble' })
  if (result.is === 'lost') throw toLostResponse(result, isSend)
  const { status, headers } = result
  const usage = readUsage(headers)
  const body = decodeResponseBody(result.text)
  const error = body?.['error']
  const about = { status, ...(usage === undefined ? {} : { usage }) }
  if (isRecord(error)) throw toGraphError({ ...about, error, isSend, keepsText: lane === 'settings' })
  if (body === undefined) throw toLostResponse({ ...about, reason: 'not_json' }, isSend)
  if (error !== undefined || status >= 300)
    throw toLostResponse({ ...about, reason: 'no_error_object' }, isSend)
  return { body, ...(usage === undefined ? {} : { usage }), ...signsOf(headers) }
}

function signsOf(headers: ExchangeHeaders): Pick<GraphResponse, 'apiVersion' | 'serverTimeMs'> {
  const { 'facebook-api-version': apiVersion, date } = headers
  const serverTimeMs = typeof date === 'string' ? Date.parse(date) : NaN
  return {
    ...(typeof apiVersion === 'string' ? { apiVersion } : {}),
    ...(Number.isNaN(serverTimeMs) ? {} : { serverTimeMs }),
  }
}
