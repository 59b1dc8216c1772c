import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { SslOptions } from 'mysql2'

/** What DATABASE_URL says, as mysql2 takes it. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly ssl?: SslOptions
}

export class DatabaseUrlError extends Error {}

const form = 'must be mysql://user:password@host:port/database'
const modes = ['required', 'verify-ca', 'verify-identity'] as const
const parameters = ['ssl', 'ca'] as const

/**
 * Reads DATABASE_URL and the file that it names. Throws DatabaseUrlError, whose message follows the variable's name and
 * holds no password. Only the parameters that are named here count: mysql2 would take any of its options from a URL.
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const url = URL.parse(text)
  const database = url?.pathname.slice(1) ?? ''
  if (url === null || !/^(?:mysql|mariadb):$/.test(url.protocol) || url.hostname === '' || database === '')
    throw new DatabaseUrlError(form)
  const given = parametersOf(url.searchParams)
  const ssl = sslOf(given.get('ssl'), given.get('ca'))
  return {
    host: decoded(url.hostname, 'host').replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? 3306 : Number(url.port),
    user: decoded(url.username, 'user'),
    password: decoded(url.password, 'password'),
    database: decoded(database, 'database'),
    ...(ssl && { ssl }),
  }
}

/** The URL with the file of DATABASE_CA_FILE, for those who prefer a variable. */
export function withCaFile(url: string, file: string | undefined): string {
  const parsed = URL.parse(url)
  if (parsed === null || file === undefined || parsed.searchParams.has('ca')) return url
  parsed.searchParams.set('ca', file)
  return parsed.href
}

function parametersOf(search: URLSearchParams): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  for (const [name, value] of search) {
    if (!parameters.some((known) => known === name))
      throw new DatabaseUrlError(`has an unknown parameter: known are ${parameters.join(', ')}`)
    given.set(name, value)
  }
  return given
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new DatabaseUrlError(`has a ${what} with a % that is no percent-encoding: write %25 for %`)
  }
}

/** `required` encrypts, and trusts any server. `verify-identity` also compares the host with the certificate. */
function sslOf(mode: string | undefined, caFile: string | undefined): SslOptions | undefined {
  if (mode !== undefined && !modes.some((known) => known === mode))
    throw new DatabaseUrlError(`has an unknown ssl: known are ${modes.join(', ')}`)
  if (caFile !== undefined && (mode === undefined || mode === 'required'))
    throw new DatabaseUrlError(
      'has a file with certificates to trust, which needs ?ssl=verify-ca or ?ssl=verify-identity',
    )
  if (mode === undefined) return undefined
  if (mode === 'required') return { rejectUnauthorized: false }
  const verify = { rejectUnauthorized: true, verifyIdentity: mode === 'verify-identity' }
  return caFile === undefined ? verify : withFreshCa(verify, caFile)
}

/**
 * mysql2 asks for `ca` at each connection: an operator may replace the file while a process runs. While it holds no
 * certificates, the last ones are used. Where those are wrong, the handshake fails and says so.
 */
function withFreshCa(ssl: SslOptions, file: string): SslOptions {
  let last = readCa(file)
  return {
    ...ssl,
    get ca() {
      try {
        last = readCa(file)
      } catch (error) {
        if (!(error instanceof DatabaseUrlError)) throw error
      }
      return last
    },
  }
}

function readCa(file: string): string {
  try {
    const ca = readFileSync(file, 'utf8')
    createSecureContext({ ca })
    if (ca.includes('-----BEGIN CERTIFICATE-----')) return ca
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new DatabaseUrlError(`names a file of certificates that cannot be read: ${reason}`)
  }
  throw new DatabaseUrlError('names a file of certificates that has none in PEM')
}
