/** GET /{psid}: the profile of a customer, as far as permissions go. */
import { findPersonByPsid } from '../world/world.ts'
import { textOf, type Json, type JsonBag, type PageCall } from './call.ts'
import { GraphError, noSuchObject } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

const gated: Readonly<Record<string, string>> = {
  locale: 'pages_user_locale',
  timezone: 'pages_user_timezone',
  gender: 'pages_user_gender',
}

/**
 * Fields without a permission of their own are left out; without access to profiles at all the response is `{}`.
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
