import { z } from 'zod'
import { ConfigError } from './errors.ts'

/**
 * Everything the environment says, validated once, all mistakes reported together. The table in the README is made of this
 * list: name, meaning, default.
 */
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port, 0 to 65535')

const redisUrl = z.string().regex(/^rediss?:\/\//, 'must be redis://host:port or rediss://…')
const databaseUrl = z
  .string()
  .regex(/^(?:mysql|mariadb):\/\/[^/]+\/[^/?]+/, 'must be mysql://user:password@host:port/database')
const httpUrl = z.string().regex(/^https?:\/\/[^/]/, 'must be http:// or https://')
const secrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine(
    (list) => list.every((secret) => secret.length > 0),
    'must be one or more app secrets, separated by commas',
  )
const secretKeys = z
  .string()
  .transform((text) => text.split(',').map((key) => key.trim()))
  .refine(
    (list) => list.every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key)),
    'must be 32 bytes in base64 (`openssl rand -base64 32`); several, separated by commas',
  )
const flag = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1')
const count = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 9999')
  .transform(Number)

interface Variable<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema
  readonly meaning: string
  readonly initial?: string
}

function variable<Schema extends z.ZodType>(
  schema: Schema,
  meaning: string,
  initial?: string,
): Variable<Schema> {
  return initial === undefined ? { schema, meaning } : { schema, meaning, initial }
}

export const variables = {
  PORT: variable(
    port,
    "the receiver's port; the webhook is `/webhook`, health `/healthz` and `/readyz`",
    '3000',
  ),
  HOST: variable(z.string(), 'address the receiver listens on', '0.0.0.0'),
  BOARD_PORT: variable(
    port,
    "the board's port: Bull Board under `/queues`, Prometheus metrics under `/metrics`",
    '3001',
  ),
  BOARD_HOST: variable(z.string(), 'address the board listens on', '127.0.0.1'),
  BOARD_USER: variable(z.string(), 'user of the board', 'pagebeat'),
  BOARD_PASSWORD: variable(
    z.string().min(8, 'must have 8 characters or more'),
    'its password; needed unless the board listens on loopback',
  ),
  BOARD_WRITABLE: variable(flag, '1 lets the board retry, remove and pause; else it only shows', '0'),
  REDIS_URL: variable(redisUrl, '`redis://…`; must persist with AOF and never evict'),
  DATABASE_URL: variable(
    databaseUrl,
    '`mysql://user:password@host:port/database` (MySQL 8 or MariaDB 10.11)',
  ),
  DATABASE_POOL: variable(count, 'database connections of one worker process', '10'),
  FACEBOOK_APP_ID: variable(
    z.string().regex(/^\d{5,20}$/, 'must be the digits of an app id'),
    'the app as the App Dashboard numbers it',
  ),
  FACEBOOK_APP_SECRET: variable(secrets, 'app secret; several, comma-separated, while rotating'),
  FACEBOOK_VERIFY_TOKEN: variable(
    z.string().min(1),
    'the token you type into the webhook form of the App Dashboard',
  ),
  GRAPH_API_URL: variable(
    z.string().regex(/^https?:\/\/[^/?#\s]+$/, 'must be https://host, without a path'),
    'where the Graph API is',
    'https://graph.facebook.com',
  ),
  GRAPH_API_VERSION: variable(
    z.string().regex(/^v\d{1,3}\.\d{1,2}$/, 'must be a version like v26.0'),
    'its version',
    'v26.0',
  ),
  WIT_API_URL: variable(httpUrl, 'where wit.ai is', 'https://api.wit.ai'),
  WIT_TOKEN: variable(
    z.string().min(1),
    "the server token of your wit.ai app; without one the storyboard's own examples are used",
  ),
  STORYBOARD: variable(z.string().min(1), 'path of the storyboard file; without one Pagebeat only tracks'),
  PAGEBEAT_ANSWER_MINUTES: variable(
    count,
    'an answer that would come later than this after its message is not sent',
    '15',
  ),
  PAGEBEAT_SILENCE_MINUTES: variable(
    count,
    'how long the bot is silent after a person of the Page, or another app, wrote in the thread',
    '120',
  ),
  PAGEBEAT_REPLIES_PER_MINUTE: variable(count, 'messages to one person in a minute, at most', '20'),
  PAGEBEAT_ALLOW_VOLATILE: variable(
    flag,
    '1 accepts a Redis that may lose acked deliveries (no AOF, or evicting)',
    '0',
  ),
  PAGEBEAT_QUEUE_PREFIX: variable(z.string().min(1), "prefix of the queues' keys in Redis", '{pagebeat}'),
  PAGEBEAT_CONCURRENCY: variable(count, 'jobs of one stage under way at once in one worker process', '32'),
  PAGEBEAT_LEDGER_DAYS: variable(count, 'days the raw bodies stay in `webhookDelivery`', '30'),
  PAGEBEAT_SECRET_KEY: variable(
    secretKeys,
    'encrypts secrets in `appParams`: 32 bytes in base64 (`openssl rand -base64 32`); several, comma-separated, while rotating: the first encrypts, all decrypt',
  ),
  LOG_LEVEL: variable(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be a level of pino'),
    'how much is logged',
    'info',
  ),
} as const

type Name = keyof typeof variables
type Value<N extends Name> = z.output<(typeof variables)[N]['schema']>
/** The variables asked for; those with neither a value nor a default are undefined unless required. */
export type Config<Required extends Name, Optional extends Name> = { readonly [N in Required]: Value<N> } & {
  readonly [N in Optional]: Value<N> | undefined
}

/**
 * The values of these variables. Throws ConfigError with every mistake in one list: what is missing, what is malformed.
 */
export function readConfig<const Required extends Name, const Optional extends Name = never>(
  env: Readonly<Record<string, string | undefined>>,
  needs: { readonly required: readonly Required[]; readonly optional?: readonly Optional[] },
): Config<Required, Optional> {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  const isRequired = new Set<string>(needs.required)
  for (const name of [...needs.required, ...(needs.optional ?? [])]) {
    const { schema, meaning, initial }: Variable = variables[name]
    const given = env[name] === undefined || env[name] === '' ? initial : env[name]
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
