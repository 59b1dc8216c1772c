/** What Facebook tells a Page about a customer. */
import type { Psid } from '../../domain/ids.ts'
import type { JsonObject } from '../../domain/reply.ts'
import { GraphRejectedError } from '../../errors.ts'
import { property } from '../wire-values.ts'
import { defined, textOf } from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

export interface GraphProfile {
  readonly firstName?: string
  readonly lastName?: string
  readonly name?: string
  /** The address expires after some days (`oe=` in its query). */
  readonly pictureUrl?: string
  /** de_DE */
  readonly locale?: string
  /** Hours from UTC; halves and quarters occur. */
  readonly timezone?: number
  readonly gender?: string
  /** The whole response, for `profileFacebook.metaRaw`. */
  readonly raw: JsonObject
}

/**
 * `unavailable`: the customer has no profile or does not exist. `not_permitted`: the Page may not see it. Neither
 * changes soon.
 */
export type FoundProfile =
  | { readonly isFound: true; readonly profile: GraphProfile }
  | { readonly isFound: false; readonly because: 'not_permitted' | 'unavailable' }

export interface ProfileQuery {
  readonly psid: Psid
  readonly deadlineMs?: number
}

const allowedAtFirst = 'id,first_name,last_name,profile_pic'
/** Each field needs a permission of its own. */
const withMore = `${allowedAtFirst},locale,timezone,gender`

/**
 * The profile, or why there is none. If Facebook refuses locale, time zone and gender, a second call asks without
 * them. Throws GraphUnavailableError, GraphRateLimitedError, PageTokenRevokedError.
 * https://developers.facebook.com/docs/messenger-platform/identity/user-profile
 */
export async function findProfile(
  call: GraphCall,
  access: PageAccess,
  query: ProfileQuery,
): Promise<FoundProfile> {
  const all = await askProfile(call, access, { ...query, fields: withMore })
  const body = all === 'refused' ? await askProfile(call, access, { ...query, fields: allowedAtFirst }) : all
  if (isTold(body)) return { isFound: true, profile: toProfile(body) }
  // Facebook may tell the name as a whole where it does not tell its parts.
  const named = await askProfile(call, access, { ...query, fields: 'id,name' })
  if (isTold(named)) return { isFound: true, profile: toProfile(named) }
  return { isFound: false, because: body === undefined ? 'unavailable' : 'not_permitted' }
}

function isTold(body: JsonObject | 'refused' | undefined): body is JsonObject {
  return typeof body === 'object' && Object.keys(body).some((name) => name !== 'id')
}

async function askProfile(
  call: GraphCall,
  access: PageAccess,
  { psid, deadlineMs, fields }: ProfileQuery & { readonly fields: string },
): Promise<JsonObject | 'refused' | undefined> {
  const deadline = deadlineMs === undefined ? {} : { deadlineMs }
  try {
    const path = graphPath(psid)
    const response = await call({
      method: 'GET',
      path,
      query: { fields },
      access,
      lane: 'profiles',
      ...deadline,
    })
    return response.body
  } catch (cause) {
    if (!(cause instanceof GraphRejectedError)) throw cause
    return cause.meaning === 'permission' || cause.meaning === 'parameter' ? 'refused' : undefined
  }
}

function toProfile(raw: JsonObject): GraphProfile {
  const zone = property(raw, 'timezone')
  const timezone = zone === '' || zone === null || zone === undefined ? NaN : Number(zone)
  const texts = {
    firstName: textOf(raw, 'first_name'),
    lastName: textOf(raw, 'last_name'),
    name: textOf(raw, 'name'),
    pictureUrl: textOf(raw, 'profile_pic'),
    locale: textOf(raw, 'locale'),
    gender: textOf(raw, 'gender'),
    timezone: Math.abs(timezone) <= 24 ? timezone : undefined,
  }
  return { ...defined(texts), raw }
}
