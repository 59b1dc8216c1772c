/** GET /{page|me}, GET /{app}, GET /debug_token. */
import { deadToken, findPageByToken } from './access.ts'
import { requireText, type AllowedCall, type JsonBag, type PageCall } from './call.ts'
import { pickFields } from './fields.ts'
import type { GraphWorld } from './graph-world.ts'

export function getPage(_: GraphWorld, { params, page }: PageCall): JsonBag {
  const all = {
    id: page.id,
    name: page.name,
    username: page.username,
    category: 'Coffee shop',
    link: `https://www.facebook.com/${page.username}`,
    is_published: true,
    tasks: ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'],
    fan_count: 1000 + page.threads.size,
  }
  return pickFields(all, params, 'id,name')
}

export function getApp(world: GraphWorld, { params }: AllowedCall): JsonBag {
  return pickFields({ id: world.appId, name: 'Pagebeat', namespace: 'pagebeat' }, params, 'id,name')
}

/** → `{data: {app_id, type, is_valid, scopes, profile_id, expires_at, error?}}`, for dead and unknown tokens too. */
export function debugToken(world: GraphWorld, { params }: AllowedCall): JsonBag {
  const page = findPageByToken(world, requireText(params, 'input_token'))
  if (page === undefined) {
    const error = { code: 190, message: 'Invalid OAuth access token.' }
    return { data: { error, is_valid: false, scopes: [] } }
  }
  const scopes = [...page.permissions]
  const about = {
    app_id: world.appId,
    type: 'PAGE',
    application: 'Pagebeat',
    data_access_expires_at: 0,
    expires_at: 0,
    issued_at: 1_780_000_000,
    profile_id: page.id,
    scopes,
    granular_scopes: scopes.map((scope) => ({ scope, target_ids: [page.id] })),
    user_id: '1000000000000001',
  }
  if (page.tokenDead === undefined) return { data: { ...about, is_valid: true } }
  const { code, message, subcode = 0 } = deadToken(page.tokenDead).facts
  return { data: { ...about, is_valid: false, error: { code, message, subcode } } }
}
