import type { CustomerProfile } from '../../domain/reply.ts'
import { withoutNulls } from '../mysql/without-nulls.ts'

/** Facts of the Graph API's response, which is stored in `metaRaw`. */
export function graphFactsOf(
  metaRaw: string | null,
): Pick<CustomerProfile, 'locale' | 'timezone' | 'gender' | 'pictureUrl'> {
  if (metaRaw === null) return {}
  const { locale, timezone, gender, profile_pic: pictureUrl } = parse(metaRaw)
  return withoutNulls({
    locale: textOrNull(locale),
    timezone: typeof timezone === 'number' ? String(timezone) : textOrNull(timezone),
    gender: textOrNull(gender),
    pictureUrl: textOrNull(pictureUrl),
  })
}

/** A system of the brand may have written other text to the column. */
function parse(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
