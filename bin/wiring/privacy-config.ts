import { existsSync } from 'node:fs'
import { readConfig } from '../../src/config.ts'
import type { ForgottenRule } from '../../src/db/identity/forgotten-links.ts'

export interface PrivacyConfig {
  /** Undefined: no customer can be forgotten here. */
  readonly secretKeys: readonly string[] | undefined
  readonly rule: ForgottenRule
  /** Days for each kind of data; 0: for ever. */
  readonly days: {
    readonly receipts: number
    readonly texts: number
    readonly turns: number
    readonly outbound: number
    readonly leads: number
    readonly deadLetters: number
  }
}

/** Throws ConfigError. */
export function readPrivacyConfig(env: Readonly<Record<string, string | undefined>>): PrivacyConfig {
  const config = readConfig(env, {
    required: [
      'PAGEBEAT_RECEIPT_DAYS',
      'PAGEBEAT_TEXT_DAYS',
      'PAGEBEAT_TURN_DAYS',
      'PAGEBEAT_OUTBOUND_DAYS',
      'PAGEBEAT_LEAD_DAYS',
      'PAGEBEAT_DEAD_LETTER_DAYS',
      'PAGEBEAT_FORGOTTEN_CUSTOMERS',
    ],
  })
  return {
    secretKeys: readKeys(env),
    rule: config.PAGEBEAT_FORGOTTEN_CUSTOMERS,
    days: {
      receipts: config.PAGEBEAT_RECEIPT_DAYS,
      texts: config.PAGEBEAT_TEXT_DAYS,
      turns: config.PAGEBEAT_TURN_DAYS,
      outbound: config.PAGEBEAT_OUTBOUND_DAYS,
      leads: config.PAGEBEAT_LEAD_DAYS,
      deadLetters: config.PAGEBEAT_DEAD_LETTER_DAYS,
    },
  }
}

/** Where Pagebeat only tracks, the file of the key may be missing: `requireKeyOfForgotten` says when it must not. */
function readKeys(env: Readonly<Record<string, string | undefined>>): readonly string[] | undefined {
  const file = env['PAGEBEAT_SECRET_KEY_FILE']
  if (file !== undefined && file !== '' && !existsSync(file)) return undefined
  return readConfig(env, { required: [], optional: ['PAGEBEAT_SECRET_KEY'] }).PAGEBEAT_SECRET_KEY
}
