/** What there is to read of a Page, of the app, of a token, and of a customer. */
import { createHash } from 'node:crypto'
import type { PersonState } from '../world/state.ts'
import { findPersonByPsid } from '../world/world.ts'
import { deadToken, findPageByToken, requirePermission } from './access.ts'
import { requireText, textOf } from './call.ts'
import type { AllowedCall, Json, JsonBag, PageCall } from './call.ts'
import { pickFields } from './fields.ts'
import { GraphError, noSuchObject } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

/** GET /{page|me} */
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

/** GET /{app} */
export function getApp(world: GraphWorld, { params }: AllowedCall): JsonBag {
  return pickFields({ id: world.appId, name: 'Pagebeat', namespace: 'pagebeat' }, params, 'id,name')
}

/** GET /debug_token → `{data: {app_id, type, is_valid, scopes, profile_id, expires_at, error?}}`, for dead and unknown tokens too. */
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

const gated: Readonly<Record<string, string>> = {
  locale: 'pages_user_locale',
  timezone: 'pages_user_timezone',
  gender: 'pages_user_gender',
}

/**
 * GET /{psid}: the profile of a customer. Fields without a permission of their own are left out; without access to profiles at all the
 * response is `{}`.
 * Throws GraphError 2018218 (an account without profile) and 2018247 (the customer has not talked to the Page).
 */
export function getProfile(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  const person = findPersonByPsid(world, page, id)
  if (person === undefined) throw noSuchObject(id)
  if (!page.permissions.has('business_asset_user_profile_access')) return {}
  if (person.profile === 'none')
    throw new GraphError(2018218, '(#2018218) No profile available for this user.')
  if ((page.threads.get(id)?.openedAt ?? 0) === 0) {
    const message = '(#2018247) Insufficient permission to access user profile.'
    throw new GraphError(2018247, message, { status: 403 })
  }
  const hasWritten = page.threads.get(id)?.messages.some(({ from }) => from === 'person') === true
  if (!hasWritten && world.faults.happens('profile-early', page.id))
    throw new GraphError(100, '(#100) No profile available for this user.', { subcode: 2018218 })
  const all: Readonly<Record<string, Json>> = {
    first_name: person.firstName,
    last_name: person.lastName,
    name: person.name,
    profile_pic: `${person.pictureUrl}&oe=${Math.floor(world.now() / 1000 + 14 * 86_400).toString(16)}`,
    locale: person.locale,
    timezone: person.timezone,
    gender: person.gender,
  }
  const profile: Record<string, Json> = {}
  for (const field of (textOf(params, 'fields') ?? 'first_name,last_name,profile_pic').split(',')) {
    const permission = gated[field]
    const value = all[field]
    if (value !== undefined && (permission === undefined || page.permissions.has(permission)))
      profile[field] = value
  }
  return { ...profile, id }
}

/** Only where the Page has the permission `id_matching`: Facebook gives it after a review. */
const matching = 'id_matching'

/** GET /{psid}/ids_for_apps */
export function getIdsForApps(world: GraphWorld, { page, id }: PageCall): JsonBag {
  const person = findPersonByPsid(world, page, id)
  if (person === undefined) throw noSuchObject(id)
  requirePermission(page, matching)
  return { data: [{ id: appScopedId(person), app: { id: world.appId, name: 'Pagebeat' } }] }
}

/** GET /{app-scoped id}/ids_for_pages, with the token of the app. */
export function getIdsForPages(world: GraphWorld, { path: [id = ''] }: AllowedCall): JsonBag {
  const person = [...world.people.values()].find((one) => appScopedId(one) === id)
  if (person === undefined) throw noSuchObject(id)
  const pages = [...world.pages.values()].filter(({ permissions }) => permissions.has(matching))
  return {
    data: pages.flatMap((page) => {
      const psid = person.psids.get(page.id)
      return psid === undefined ? [] : [{ id: psid, page: { id: page.id, name: page.name } }]
    }),
  }
}

/** The id of a customer for the app: another one than on any Page. */
export function appScopedId({ key }: PersonState): string {
  return `1${createHash('sha256').update(key).digest().readUIntBE(0, 6).toString().padStart(15, '0')}`
}
