/** What Facebook tells about an access token. */
import { isRecord } from '../json.ts'
import { property, toId, toInteger, toMs } from '../wire-values.ts'
import { defined, idOf, notUnderstood, textOf } from './response-fields.ts'
import type { AppAccess, GraphCall } from './graph-call.ts'

export interface TokenFacts {
  readonly isValid: boolean
  /** PAGE, USER, SYSTEM_USER, APP */
  readonly type?: string
  /** The app that made the token. */
  readonly appId?: string
  readonly appName?: string
  /** The Page, for a Page token. */
  readonly profileId?: string
  readonly userId?: string
  readonly scopes: readonly string[]
  /** Scopes that are granted for these Pages (or other objects) alone. A scope that is not here is for all of them. */
  readonly granularScopes?: ReadonlyMap<string, readonly string[]>
  /** ms since the epoch; absent: never */
  readonly expiresAtMs?: number
  readonly dataAccessExpiresAtMs?: number
  readonly issuedAtMs?: number
  /** Why the token is not valid. */
  readonly errorCode?: number
  readonly errorSubcode?: number
  /** Facebook's clock at its response. */
  readonly serverTimeMs?: number
}

/**
 * Asks about a token with the app's token. Facebook takes the token only in the query, so this URL must never be
 * logged. The client logs no URL.
 */
export async function debugToken(
  call: GraphCall,
  access: AppAccess,
  { token }: { readonly token: string },
): Promise<TokenFacts> {
  const { body, serverTimeMs } = await call({
    method: 'GET',
    path: 'debug_token',
    query: { input_token: token },
    access,
    lane: 'settings',
  })
  const { data } = body
  if (!isRecord(data)) throw notUnderstood('no_token_facts')
  const error = property(data, 'error')
  const scopes = property(data, 'scopes')
  return {
    isValid: property(data, 'is_valid') === true,
    scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
    granularScopes: granularOf(property(data, 'granular_scopes')),
    ...defined({
      type: textOf(data, 'type'),
      appId: idOf(data, 'app_id'),
      appName: textOf(data, 'application'),
      profileId: idOf(data, 'profile_id'),
      userId: idOf(data, 'user_id'),
      expiresAtMs: toMs(property(data, 'expires_at')),
      dataAccessExpiresAtMs: toMs(property(data, 'data_access_expires_at')),
      issuedAtMs: toMs(property(data, 'issued_at')),
      errorCode: toInteger(property(error, 'code')),
      errorSubcode: toInteger(property(error, 'subcode')),
      serverTimeMs,
    }),
  }
}

/** `[{scope, target_ids}]`; without `target_ids` the scope is granted for all. */
function granularOf(value: unknown): ReadonlyMap<string, readonly string[]> {
  const granted = new Map<string, readonly string[]>()
  for (const item of Array.isArray(value) ? value : []) {
    const scope = textOf(item, 'scope')
    const targets = property(item, 'target_ids')
    if (scope === undefined || !Array.isArray(targets)) continue
    const ids = targets.map((id: unknown) => toId(id)).filter((id) => id !== undefined)
    granted.set(scope, [...(granted.get(scope) ?? []), ...ids])
  }
  return granted
}
