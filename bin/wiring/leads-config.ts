import { readConfig } from '../../src/config.ts'
import { emptyLeadMap, type LeadMap, readLeadMap } from '../../src/leads/lead-map.ts'

export interface LeadsConfig {
  readonly graphUrl: string
  readonly graphVersion: string
  readonly appSecret: string
  readonly secretKeys: readonly string[]
  readonly map: LeadMap
  /** ISO code: the country of phones that are written without their country's code. */
  readonly country: string | undefined
  /** 0: never. */
  readonly sweepEveryMs: number
}

const minuteMs = 60_000

/**
 * The settings for leads. Undefined: the app or the key of the tokens is not known, so leads wait in their table. Throws
 * ConfigError, also with the mistakes of the file of LEAD_MAP.
 */
export function readLeadsConfig(env: Readonly<Record<string, string | undefined>>): LeadsConfig | undefined {
  const config = readConfig(env, {
    required: ['GRAPH_API_URL', 'GRAPH_API_VERSION', 'LEAD_SWEEP_MINUTES'],
    optional: ['FACEBOOK_APP_SECRET', 'PAGEBEAT_SECRET_KEY', 'LEAD_MAP', 'IDENTITY_COUNTRY'],
  })
  const { FACEBOOK_APP_SECRET: [appSecret] = [], PAGEBEAT_SECRET_KEY: secretKeys, LEAD_MAP: path } = config
  const map = path === undefined ? emptyLeadMap : readLeadMap(path)
  if (appSecret === undefined || secretKeys === undefined) return undefined
  return {
    graphUrl: config.GRAPH_API_URL,
    graphVersion: config.GRAPH_API_VERSION,
    appSecret,
    secretKeys,
    map,
    country: config.IDENTITY_COUNTRY,
    sweepEveryMs: config.LEAD_SWEEP_MINUTES * minuteMs,
  }
}
