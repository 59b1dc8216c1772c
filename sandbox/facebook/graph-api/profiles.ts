/** GET /{psid}: the profile of a customer, as far as permissions go. */
import { textOf } from './call.ts'
import type { AllowedCall, Json, JsonBag } from './call.ts'
import { GraphError } from './graph-error.ts'
import type { Page, PersonState } from '../world/state.ts'
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
export function getProfile(
  world: GraphWorld,
  { params }: AllowedCall,
  { page, person, psid }: { page: Page; person: PersonState; psid: string },
): JsonBag {
  if (!page.permissions.has('business_asset_user_profile_access')) return {}
  if (person.profile === 'none')
    throw new GraphError({ code: 2018218, message: '(#2018218) No profile available for this user.' })
  if ((page.threads.get(psid)?.openedAt ?? 0) === 0)
    throw new GraphError({
      code: 2018247,
      status: 403,
      message: '(#2018247) Insufficient permission to access user profile.',
    })
  const all: Readonly<Record<string, Json>> = {
    first_name: person.firstName,
    last_name: person.lastName,
    name: person.name,
    profile_pic: `${person.pictureUrl}&oe=${Math.floor(world.now() / 1000 + 14 * 86_400).toString(16)}`,
    locale: person.locale,
    timezone: person.timezone,
    gender: person.gender,
  }
  const wanted = (textOf(params, 'fields') ?? 'first_name,last_name,profile_pic').split(',')
  const profile: Record<string, Json> = {}
  for (const field of wanted) {
    const permission = gated[field]
    const value = all[field]
    if (value !== undefined && (permission === undefined || page.permissions.has(permission)))
      profile[field] = value
  }
  return { ...profile, id: psid }
}
