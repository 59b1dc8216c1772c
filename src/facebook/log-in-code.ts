/** The code of a log-in (account linking) is a secret: a report that reads `valueRaw` must not see it. */
import { isRecord } from './json.ts'
import { property, toText } from './wire-values.ts'

const longestCode = 2_000

export function codeOf(body: unknown): { authorizationCode?: string } {
  const code = toText(property(body, 'authorization_code'), longestCode)
  return code === undefined ? {} : { authorizationCode: code }
}

/** The item as `valueRaw` keeps it. */
export function withoutCode(item: unknown, body: unknown): unknown {
  if (!isRecord(item) || !isRecord(body) || body['authorization_code'] === undefined) return item
  return { ...item, account_linking: { ...body, authorization_code: '(secret)' } }
}
