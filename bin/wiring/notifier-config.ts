import { readConfig } from '../../src/config.ts'

export interface NotifierConfig {
  /** Secrets. */
  readonly receivers: readonly string[]
  readonly tellsTexts: boolean
  /** Undefined: what people are told links to no conversation. */
  readonly consoleUrl?: string | undefined
  /** Undefined: Pages cannot be checked, as the app or the key of the tokens is not known. */
  readonly pageCheck: PageCheckConfig | undefined
}

export interface PageCheckConfig {
  readonly appId: string
  readonly appSecret: string
  readonly secretKeys: readonly string[]
  readonly graphUrl: string
  readonly graphVersion: string
  readonly verifyToken: string | undefined
}

/** Throws ConfigError. */
export function readNotifierConfig(env: Readonly<Record<string, string | undefined>>): NotifierConfig {
  const config = readConfig(env, {
    required: ['NOTIFY_TEXTS', 'GRAPH_API_URL', 'GRAPH_API_VERSION'],
    optional: [
      'NOTIFY_URL',
      'CONSOLE_URL',
      'FACEBOOK_APP_ID',
      'FACEBOOK_APP_SECRET',
      'FACEBOOK_VERIFY_TOKEN',
      'PAGEBEAT_SECRET_KEY',
    ],
  })
  const {
    FACEBOOK_APP_ID: appId,
    FACEBOOK_APP_SECRET: [appSecret] = [],
    PAGEBEAT_SECRET_KEY: secretKeys,
  } = config
  return {
    receivers: config.NOTIFY_URL ?? [],
    tellsTexts: config.NOTIFY_TEXTS,
    consoleUrl: config.CONSOLE_URL,
    pageCheck:
      appId === undefined || appSecret === undefined || secretKeys === undefined
        ? undefined
        : {
            appId,
            appSecret,
            secretKeys,
            graphUrl: config.GRAPH_API_URL,
            graphVersion: config.GRAPH_API_VERSION,
            verifyToken: config.FACEBOOK_VERIFY_TOKEN,
          },
  }
}
