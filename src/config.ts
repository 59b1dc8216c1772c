import { z } from 'zod'
import { withCaFile } from './db/mysql/database-url.ts'
import { consoleVariables } from './console-variables.ts'
import { ConfigError } from './errors.ts'
import { findSecret } from './find-secret.ts'
import { privacyVariables } from './privacy-variables.ts'
import {
  port,
  redisUrl,
  databaseUrl,
  httpUrl,
  modelName,
  readerUrl,
  secrets,
  secretKeys,
  flag,
  addresses,
  amount,
  receivers,
  count,
  bytes,
  country,
} from './config-values.ts'
import { secretVariable, type Variable, variable } from './config-variable.ts'

/**
 * The environment variables. `readConfig` validates them once and reports all mistakes together. The configuration
 * table of the documents is made from this list: name, meaning, default.
 */
export const variables = {
  PORT: variable(
    port,
    "the receiver's port; the webhook is `/webhook`, health `/healthz` and `/readyz`",
    '3000',
  ),
  HOST: variable(z.string(), 'address on which the receiver listens', '0.0.0.0'),
  RECEIVER_URL: variable(
    z.string().regex(/^https?:\/\/[^/?#\s]+$/, 'must be https://host, without a path'),
    'public address of the receiver, for the status page of a deletion; without it, the host that Facebook called',
  ),
  RECEIVER_CONNECTIONS: variable(
    count,
    'most open connections of the receiver; a new one then replaces the oldest that carried no delivery',
    '2000',
  ),
  RECEIVER_SPOOL: variable(
    z.string().min(1),
    'folder on a local disk, of one receiver alone, that takes deliveries while Redis is away; without it, 503',
  ),
  RECEIVER_SPOOL_BYTES: variable(
    bytes,
    'most bytes in that folder; beyond them the receiver answers 503',
    '1073741824',
  ),
  BOARD_PORT: variable(
    port,
    'port of the queue monitor: Bull Board under `/queues`, Prometheus metrics under `/metrics`',
    '3001',
  ),
  BOARD_HOST: variable(z.string(), 'address on which the queue monitor listens', '127.0.0.1'),
  BOARD_USER: variable(z.string(), 'user name for the queue monitor', 'pagebeat'),
  BOARD_PASSWORD: secretVariable(
    z.string().min(8, 'must have 8 characters or more'),
    'password for the queue monitor; required unless it listens on loopback',
  ),
  BOARD_TRUSTED_PROXIES: variable(
    addresses,
    'addresses or networks of your proxies, separated by commas: only their `X-Forwarded-For` counts',
  ),
  BOARD_WRITABLE: variable(
    flag,
    '1 lets operators retry, remove and pause jobs there; 0 only shows them',
    '0',
  ),
  ...consoleVariables,
  REDIS_URL: secretVariable(
    redisUrl,
    '`redis://host:port`, `rediss://…` for TLS, `redis+sentinel://host,host/name`; Redis must persist with AOF and must not evict',
  ),
  DATABASE_URL: secretVariable(
    databaseUrl,
    '`mysql://user:password@host:port/database` (MySQL 9.7, MariaDB 10.11 or 11.8); with TLS `…?ssl=verify-identity`',
  ),
  DATABASE_CA_FILE: variable(
    z.string().min(1),
    'file with the certificates that the database connections trust, in PEM, for `?ssl=verify-…`',
  ),
  DATABASE_POOL: variable(count, 'database connections of one worker process', '10'),
  FACEBOOK_APP_ID: variable(
    z.string().regex(/^\d{5,20}$/, 'must be the digits of an app id'),
    'id of the Facebook app, from the App Dashboard',
  ),
  FACEBOOK_APP_SECRET: secretVariable(
    secrets,
    'secret of the Facebook app; several, separated by commas, while you rotate it',
  ),
  FACEBOOK_VERIFY_TOKEN: secretVariable(
    z.string().min(1),
    'token of your choice; type the same into the webhook form of the App Dashboard',
  ),
  GRAPH_API_URL: variable(
    z.string().regex(/^https?:\/\/[^/?#\s]+$/, 'must be https://host, without a path'),
    'address of the Graph API',
    'https://graph.facebook.com',
  ),
  GRAPH_API_VERSION: variable(
    z.string().regex(/^v\d{1,3}\.\d{1,2}$/, 'must be a version like v26.0'),
    'version of the Graph API',
    'v26.0',
  ),
  WIT_API_URL: variable(httpUrl, 'address of wit.ai', 'https://api.wit.ai'),
  WIT_TOKEN: secretVariable(
    z.string().min(1),
    "server token of your wit.ai app; without it, Pagebeat learns from the storyboard's examples",
  ),
  READER_URL: variable(
    readerUrl,
    "address of your reader's API, as `http://127.0.0.1:8080/v1`; `https` but on this host. Without it, there is none",
  ),
  READER_KIND: variable(
    z.enum(['embeddings', 'llm'], 'must be embeddings or llm'),
    'what the reader is asked for: `embeddings` (`/embeddings`) or `llm` (`/chat/completions`)',
    'embeddings',
  ),
  READER_MODEL: variable(modelName, 'model of the reader, as its API names it; required with `READER_URL`'),
  READER_TOKEN: secretVariable(z.string().min(1), 'token for the reader, if it wants one'),
  READER_CALLS_PER_MINUTE: variable(
    count,
    'most calls of the reader by one worker process in a minute; 3000 for `embeddings` and 60 for `llm` if not set',
  ),
  STORYBOARD: variable(z.string().min(1), 'path of the storyboard file; without it, Pagebeat only tracks'),
  LEAD_MAP: variable(
    z.string().min(1),
    'path of the file that says which question of a lead form is which column of `profile`; without it, only standard questions are',
  ),
  LEAD_SWEEP_MINUTES: variable(
    amount,
    "minutes between two sweeps of a Page's lead forms for leads of which no webhook told; 0 never sweeps",
    '60',
  ),
  PAGEBEAT_ANSWER_MINUTES: variable(
    count,
    'minutes after a message within which its reply is sent; a later reply is not sent',
    '15',
  ),
  PAGEBEAT_SILENCE_MINUTES: variable(
    count,
    'minutes for which the bot is silent after an agent, or another app, wrote in the thread',
    '120',
  ),
  PAGEBEAT_REPLIES_PER_MINUTE: variable(
    count,
    'most messages to one customer in a minute, for Messenger and the feed each',
    '20',
  ),
  PAGEBEAT_ALLOW_VOLATILE: variable(
    flag,
    '1 accepts a Redis that may lose acknowledged deliveries (no AOF, or eviction)',
    '0',
  ),
  PAGEBEAT_QUEUE_PREFIX: variable(z.string().min(1), 'prefix of all keys in Redis', '{pagebeat}'),
  PAGEBEAT_CONCURRENCY: variable(
    count,
    'jobs of one stage that one worker process runs at the same time',
    '32',
  ),
  PAGEBEAT_UNSENT_MESSAGES: variable(
    z.enum(['mask', 'keep'], 'must be mask or keep'),
    'words of messages that customers unsend: `mask` removes them from the tables within a minute, `keep` keeps them',
    'mask',
  ),
  PAGEBEAT_LEDGER_DAYS: variable(count, 'days for which `webhookDelivery` keeps the raw bodies', '30'),
  ...privacyVariables,
  PAGEBEAT_SECRET_KEY: secretVariable(
    secretKeys,
    'key for the secrets in `appParams`: 32 bytes in base64 (`openssl rand -base64 32`); several, separated by commas, while you rotate it: the first encrypts, all decrypt',
  ),
  IDENTITY_COUNTRY: variable(
    country,
    "country of phones that are written without their country's code, as `DE`; without it, they are not read",
  ),
  IDENTITY_ID_MATCHING: variable(
    flag,
    '1 asks Facebook for ids of a customer on your other Pages; needs `FACEBOOK_APP_ID`, and Pages and app in one business portfolio',
    '0',
  ),
  ACCOUNT_LINK_URL: variable(
    httpUrl,
    'address of your service that tells which customer logged in, for the log-in button in Messenger',
  ),
  ACCOUNT_LINK_SECRET: secretVariable(
    z.string().min(1),
    'secret that signs the requests to `ACCOUNT_LINK_URL`; required with it',
  ),
  NOTIFY_URL: secretVariable(receivers, 'where people are told, as Slack takes POSTs; separated by commas'),
  NOTIFY_TEXTS: variable(flag, "1 adds the customer's name and message to what people are told", '0'),
  LOG_LEVEL: variable(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be a level of pino'),
    'lowest level that is logged',
    'info',
  ),
} as const

type Name = keyof typeof variables
type Value<N extends Name> = z.output<(typeof variables)[N]['schema']>
/** The values of the variables. An optional variable with neither a value nor a default is undefined. */
export type Config<Required extends Name, Optional extends Name> = { readonly [N in Required]: Value<N> } & {
  readonly [N in Optional]: Value<N> | undefined
}

/** The values of these variables. Throws ConfigError that lists every missing and every malformed variable. */
export function readConfig<const Required extends Name, const Optional extends Name = never>(
  env: Readonly<Record<string, string | undefined>>,
  needs: { readonly required: readonly Required[]; readonly optional?: readonly Optional[] },
): Config<Required, Optional> {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  const isRequired = new Set<string>(needs.required)
  for (const name of [...needs.required, ...(needs.optional ?? [])]) {
    const { schema, meaning, initial, isSecret }: Variable = variables[name]
    const read = isSecret === true ? findSecret(env, name) : { value: env[name] }
    if ('problem' in read) {
      problems.push(read.problem)
      continue
    }
    const value = read.value === undefined || read.value === '' ? initial : read.value
    const isDatabase = name === 'DATABASE_URL' && value !== undefined
    const given = isDatabase ? withCaFile(value, env['DATABASE_CA_FILE'] || undefined) : value
    if (given === undefined) {
      if (isRequired.has(name)) problems.push(`${name} is not set: ${meaning}`)
      continue
    }
    const parsed = schema.safeParse(given)
    if (parsed.success) values[name] = parsed.data
    else problems.push(`${name} ${parsed.error.issues[0]?.message ?? 'is not valid'}`)
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(values) as Config<Required, Optional>
}
