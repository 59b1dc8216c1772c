import { readFileSync } from 'node:fs'
import { type ConnectionOptions, createSecureContext } from 'node:tls'

/** What REDIS_URL says. */
export interface RedisAddress {
  /** One server, or the sentinels that know it under `name`. */
  readonly servers: readonly HostPort[]
  readonly sentinel: SentinelAccess | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly db: number
  readonly family: 4 | 6 | undefined
  readonly tls: ConnectionOptions | undefined
}

interface HostPort {
  readonly host: string
  readonly port: number
}

interface SentinelAccess {
  readonly name: string
  readonly username: string | undefined
  readonly password: string | undefined
}

export class RedisUrlError extends Error {}

const forms =
  'must be redis://user:password@host:port/db, rediss://… for TLS, ' +
  'or redis+sentinel://user:password@host:port,host:port/name'

const parameters = ['family', 'ca', 'cert', 'key', 'servername'] as const
const sentinelParameters = ['db', 'sentinel_user', 'sentinel_password'] as const

/**
 * Reads REDIS_URL and the files that it names. Throws RedisUrlError, whose message follows the variable's name and holds
 * no password.
 */
export function parseRedisUrl(url: string): RedisAddress {
  const parts = /^(rediss?)(\+sentinel)?:\/\/(?:([^/?#]*)@)?([^@/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(
    url,
  )
  if (parts === null) throw new RedisUrlError(forms)
  const [, scheme = '', sentinel, userInfo = '', hosts = '', path = '', query = ''] = parts
  const isSentinel = sentinel !== undefined
  const given = parametersOf(query, isSentinel)
  const [username, password] = credentialsOf(userInfo)
  const servers = hosts.split(',').map((host) => hostPortOf(host, isSentinel ? 26_379 : 6_379))
  if (!isSentinel && servers.length > 1)
    throw new RedisUrlError(`names ${servers.length} servers: only redis+sentinel:// may name several`)
  if (isSentinel && path === '')
    throw new RedisUrlError('names no primary: add the name that the sentinels know, as in …:26379/mymaster')
  return {
    servers,
    sentinel: isSentinel
      ? {
          name: decoded(path, 'name of the primary'),
          username: given.get('sentinel_user'),
          password: given.get('sentinel_password'),
        }
      : undefined,
    username,
    password,
    db: databaseOf(isSentinel ? (given.get('db') ?? '') : path),
    family: familyOf(given.get('family')),
    tls: tlsOf(scheme.toLowerCase() === 'rediss', given),
  }
}

function parametersOf(query: string, isSentinel: boolean): ReadonlyMap<string, string> {
  const known: readonly string[] = isSentinel ? [...parameters, ...sentinelParameters] : parameters
  const given = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query)) {
    if (!known.includes(name))
      throw new RedisUrlError(`has an unknown parameter: known are ${known.join(', ')}`)
    if (value === '') throw new RedisUrlError(`has the parameter ${name} without a value`)
    given.set(name, value)
  }
  return given
}

/** As everywhere, `redis://name@host` is a user without a password. */
function credentialsOf(userInfo: string): readonly [user: string | undefined, password: string | undefined] {
  const [user = '', password = ''] = userInfo.split(/:(.*)/s, 2)
  return [decoded(user, 'user') || undefined, decoded(password, 'password') || undefined]
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new RedisUrlError(`has a ${what} with a % that is no percent-encoding: write %25 for %`)
  }
}

function hostPortOf(text: string, usualPort: number): HostPort {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i.exec(text)
  if (parts === null) throw new RedisUrlError(forms)
  const [, host = '', port = String(usualPort)] = parts
  if (Number(port) < 1 || Number(port) > 65_535) throw new RedisUrlError(`has a port that is not 1 to 65535`)
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) }
}

function databaseOf(text: string): number {
  if (!/^\d{0,4}$/.test(text)) throw new RedisUrlError('has a database that is no number: write …:6379/0')
  return Number(text)
}

function familyOf(text: string | undefined): 4 | 6 | undefined {
  if (text === undefined || text === '0') return undefined
  if (text === '4') return 4
  if (text === '6') return 6
  throw new RedisUrlError('has a family that is neither 4 nor 6')
}

function tlsOf(isTls: boolean, given: ReadonlyMap<string, string>): ConnectionOptions | undefined {
  const named = (['ca', 'cert', 'key', 'servername'] as const).filter((name) => given.has(name))
  if (!isTls) {
    if (named.length > 0)
      throw new RedisUrlError(`has ${named.join(', ')}, which needs TLS: begin it with rediss://`)
    return undefined
  }
  if (given.has('cert') !== given.has('key'))
    throw new RedisUrlError('has only one of cert and key: a client certificate needs both')
  const files = { ca: readPem(given, 'ca'), cert: readPem(given, 'cert'), key: readPem(given, 'key') }
  const { ca, cert, key } = files
  try {
    createSecureContext({ ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) })
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new RedisUrlError(`names files that do not fit together as ${named.join(', ')}: ${reason}`)
  }
  const servername = given.get('servername')
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(servername !== undefined && { servername }),
  }
}

function readPem(given: ReadonlyMap<string, string>, name: 'ca' | 'cert' | 'key'): string | undefined {
  const file = given.get(name)
  if (file === undefined) return undefined
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new RedisUrlError(`names the ${name} file ${file}, which cannot be read (${code})`)
  }
  const wanted = name === 'key' ? 'PRIVATE KEY-----' : '-----BEGIN CERTIFICATE-----'
  if (!text.includes(wanted))
    throw new RedisUrlError(
      `names the ${name} file ${file}, which holds no ${name === 'key' ? 'key' : 'certificate'} in PEM`,
    )
  return text
}
