import { readConfig } from '../../src/config.ts'
import { ConfigError } from '../../src/errors.ts'
import type { ConversationConfig } from './open-conversation.ts'
import { readReaderConfig } from './reader-config.ts'

/** The settings for replies. Undefined: there is no STORYBOARD, and Pagebeat only tracks. Throws ConfigError. */
export function readConversationConfig(
  env: Readonly<Record<string, string | undefined>>,
): (ConversationConfig & { readonly storyboardFile: string }) | undefined {
  const { STORYBOARD } = readConfig(env, { required: [], optional: ['STORYBOARD'] })
  if (STORYBOARD === undefined) return undefined
  const config = readConfig(env, {
    required: [
      'FACEBOOK_APP_SECRET',
      'PAGEBEAT_SECRET_KEY',
      'GRAPH_API_URL',
      'GRAPH_API_VERSION',
      'WIT_API_URL',
      'PAGEBEAT_ANSWER_MINUTES',
      'PAGEBEAT_SILENCE_MINUTES',
      'PAGEBEAT_REPLIES_PER_MINUTE',
      'FACEBOOK_HUMAN_AGENT',
      'IDENTITY_ID_MATCHING',
    ],
    optional: ['FACEBOOK_APP_ID', 'WIT_TOKEN', 'ACCOUNT_LINK_URL', 'ACCOUNT_LINK_SECRET', 'IDENTITY_COUNTRY'],
  })
  return {
    storyboardFile: STORYBOARD,
    graphUrl: config.GRAPH_API_URL,
    graphVersion: config.GRAPH_API_VERSION,
    appSecret: config.FACEBOOK_APP_SECRET[0] ?? '', // the newest one signs calls; all of them verify webhooks
    appId: config.FACEBOOK_APP_ID,
    secretKeys: config.PAGEBEAT_SECRET_KEY,
    wit: toWit(config),
    reader: readReaderConfig(env),
    replyMinutes: config.PAGEBEAT_ANSWER_MINUTES,
    silenceMinutes: config.PAGEBEAT_SILENCE_MINUTES,
    repliesPerMinute: config.PAGEBEAT_REPLIES_PER_MINUTE,
    mayUseHumanAgent: config.FACEBOOK_HUMAN_AGENT,
    accountLink: toAccountLink(config),
    country: config.IDENTITY_COUNTRY,
    matchesIds: config.IDENTITY_ID_MATCHING,
  }
}

/** Undefined: without WIT_TOKEN, wit.ai is not used. Throws ConfigError. */
export function readWitConfig(env: Readonly<Record<string, string | undefined>>): ConversationConfig['wit'] {
  return toWit(readConfig(env, { required: ['WIT_API_URL'], optional: ['WIT_TOKEN'] }))
}

function toAccountLink({
  ACCOUNT_LINK_URL: url,
  ACCOUNT_LINK_SECRET: secret,
}: {
  readonly ACCOUNT_LINK_URL: string | undefined
  readonly ACCOUNT_LINK_SECRET: string | undefined
}): ConversationConfig['accountLink'] {
  if (url === undefined) return undefined
  if (secret === undefined)
    throw new ConfigError(['ACCOUNT_LINK_SECRET is not set: ACCOUNT_LINK_URL needs it to sign its requests'])
  return { url, secret }
}

function toWit({
  WIT_API_URL: url,
  WIT_TOKEN: token,
}: {
  readonly WIT_API_URL: string
  readonly WIT_TOKEN: string | undefined
}): ConversationConfig['wit'] {
  return token === undefined ? undefined : { url, token }
}
