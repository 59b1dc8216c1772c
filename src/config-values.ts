/** How the values of environment variables are read: what is valid, and what a mistake says. */
import { z } from 'zod'
import { DatabaseUrlError, parseDatabaseUrl } from './db/mysql/database-url.ts'
import { isAddressOrNetwork } from './http/client-address.ts'
import { areReceivers, splitReceivers } from './notify/receivers.ts'
import { parseRedisUrl, RedisUrlError } from './redis/redis-url.ts'

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port, 0 to 65535')

/** Also its files can be read. */
export const redisUrl = z.string().superRefine((url, context) => {
  try {
    parseRedisUrl(url)
  } catch (error) {
    context.addIssue(error instanceof RedisUrlError ? error.message : 'is not valid')
  }
})
/** Also its file can be read. */
export const databaseUrl = z.string().superRefine((url, context) => {
  try {
    parseDatabaseUrl(url)
  } catch (error) {
    context.addIssue(error instanceof DatabaseUrlError ? error.message : 'is not valid')
  }
})
export const httpUrl = z.string().regex(/^https?:\/\/[^/]/, 'must be http:// or https://')
/** Texts of customers go there: in the open only as far as this machine. */
export const readerUrl = z
  .string()
  .refine(
    isReaderUrl,
    'must be http://… of this host (localhost, 127.0.0.1, [::1]) or https://…, as in https://host/v1',
  )
  .transform((url) => url.replace(/\/+$/, ''))
export const modelName = z
  .string()
  .regex(/^[\w./:@+-]{1,100}$/, 'must be the name of a model: 1 to 100 letters, digits and ./:@+-_')
export const secrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine(
    (list) => list.every((secret) => secret.length > 0),
    'must be one or more app secrets, separated by commas',
  )
export const secretKeys = z
  .string()
  .transform((text) => text.split(',').map((key) => key.trim()))
  .refine(
    (list) => list.every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key)),
    'must be 32 bytes in base64 (`openssl rand -base64 32`); several, separated by commas',
  )
export const flag = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1')
export const addresses = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .refine(
    (list) => list.every(isAddressOrNetwork),
    'must be IP addresses or networks like 10.0.0.0/8, separated by commas',
  )
export const receivers = z
  .string()
  .transform(splitReceivers)
  .refine(areReceivers, 'must be 1 to 10 addresses, http(s)://… without a user name, separated by commas')
export const count = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 9999')
  .transform(Number)
/** Days for which something is kept; 0: for ever. */
export const days = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number of days; 0 keeps for ever')
  .transform(Number)
export const amount = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,3})$/, 'must be a whole number from 0 to 9999')
  .transform(Number)
export const bytes = z
  .string()
  .regex(/^[1-9]\d{4,14}$/, 'must be a whole number of bytes, 10000 or more')
  .transform(Number)

/** No user name and no query: a log of the service would keep them. */
function isReaderUrl(given: string): boolean {
  const url = URL.parse(given)
  if (url === null || url.username !== '' || url.password !== '' || /[?#]/.test(given)) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isThisHost(url.hostname))
}

/** `host.docker.internal` is the machine of a container. */
function isThisHost(name: string): boolean {
  return /^(?:localhost|host\.docker\.internal|\[::1\]|127(?:\.\d{1,3}){3})$/.test(name)
}

/** The ISO code of a country, in capitals. */
export const country = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCountry, 'must be the code of a country in two letters, as DE or GB')

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || new Intl.Locale(`und-${code}`).region !== code) return false
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code) !== undefined
}
