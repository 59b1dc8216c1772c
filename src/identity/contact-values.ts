/**
 * E-mails and phones in the one form in which they are ids of customers, and the values that name nobody. A form that
 * leaves a doubt is refused: a link that is missing can be added, a wrong one puts two customers into one.
 */
import { domainToASCII } from 'node:url'
import { parsePhoneNumberFromString, isSupportedCountry, type PhoneNumber } from 'libphonenumber-js/max'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { isBadEmail, isBadPhone, isFiller, isOneSign, type ReadPhone } from './bad-values.ts'

/**
 * `anna@example.com` of ` Anna <Anna@Example.COM> `: without its name and spaces, in small letters, the domain in ASCII.
 * Dots and tags (`anna+shop@…`) stay: other customers have them at other providers. Undefined for all that is no
 * address which a provider gives out, and for two addresses.
 */
export function toEmail(text: string): string | undefined {
  if (text.length > longestText) return undefined
  const written = withoutSigns(text)
  const address = withoutQuotes(/^[^<>@]*<([^<>]*)>$/.exec(written)?.[1] ?? written)
  const [local = '', domain = '', ...more] = withoutQuotes(address.replace(/^mailto:/i, '')).split(/[@＠﹫]/)
  if (more.length > 0) return undefined
  const name = local.trim().normalize('NFC').toLowerCase().normalize('NFC')
  const host = toHost(domain.trim())
  if (host === undefined || !isLocalPart(name)) return undefined
  const email = `${name}@${host}`
  return email.length <= longestEmail && shape.safeParse(plain(email)).success ? email : undefined
}

/** RFC 5321: 64 bytes before the @, 254 characters in all. */
const longestLocalBytes = 64
const longestEmail = 254
/** No value of a column is read further. */
const longestText = 1_000

const shape = z.email({ pattern: z.regexes.rfc5322Email })

/** Letters of all scripts are letters for the check, and the ending of a domain in ASCII form is an ending. */
function plain(email: string): string {
  const letters = /^[ -~]*$/.test(email)
    ? email
    : email.replaceAll(/[\p{L}\p{M}\p{N}]/gu, (sign) => (/[a-z0-9]/i.test(sign) ? sign : 'a'))
  return letters.replace(/\.xn--[a-z0-9-]+$/, '.xn')
}

function isLocalPart(name: string): boolean {
  return !/["\s()<>,;:\\[\]\p{C}]/u.test(name) && Buffer.byteLength(name) <= longestLocalBytes
}

function toHost(domain: string): string | undefined {
  // `domainToASCII` would leave a line break out, and read a path as the end.
  if (/[\s/?#:\\\p{C}]/u.test(domain)) return undefined
  const host = domainToASCII(domain.replace(/[.。]$/, ''))
  const labels = host.split('.')
  const isHost = labels.length > 1 && labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label))
  return isHost ? host : undefined
}

/**
 * The number in E.164 (`+491711234567`). `country` (ISO, as `DE`) is that of a number without its country's code;
 * without it, only numbers that begin with + or 00 are read. Undefined for what no country gives out, for two numbers
 * and for an extension: a switchboard is no customer.
 */
export function toPhone(text: string, country?: string): string | undefined {
  if (text.length > longestText || isDate(text)) return undefined
  const number = findNumber(toDialled(text), country)
  if (number === undefined || number.ext !== undefined) return undefined
  // A number is valid when it has a type: to ask for either takes as long as reading it.
  const read = toReadPhone(number)
  if (read.type === undefined) return undefined
  readPhones.set(number.number, read)
  return number.number
}

/** Whether phones of this country can be read: its ISO code, as `DE`. */
export function isPhoneCountry(country: string): boolean {
  return isSupportedCountry(country)
}

/** `24.12.2026` would be a number of some German town. */
function isDate(text: string): boolean {
  return /^\s*(?:\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./-])\d\d\2\d\d)\s*$/.test(text)
}

/** As one dials it: without what spreadsheets and web pages write around it. */
function toDialled(text: string): string {
  return withoutQuotes(withoutSigns(text).normalize('NFKC'))
    .replace(/^=/, '')
    .replace(/^(?:tel|phone|callto|sms|whatsapp):/i, '')
    .replace(/^00(?=[1-9])/, '+')
    .trim()
}

function findNumber(dialled: string, country: string | undefined): PhoneNumber | undefined {
  if (dialled.startsWith('+') || country === undefined || !isSupportedCountry(country))
    return dialled.startsWith('+') ? parsePhoneNumberFromString(dialled, { extract: false }) : undefined
  const national = parsePhoneNumberFromString(dialled, { defaultCountry: country, extract: false })
  return withoutPlus(dialled, national) ?? national
}

/**
 * `491711234567` in Germany: systems leave the + out far more often than they drop the 0 of a number that goes on like
 * its country's code. Only digits are read so, and only numbers of the country itself.
 */
function withoutPlus(dialled: string, national: PhoneNumber | undefined): PhoneNumber | undefined {
  if (national === undefined || !/^[1-9]\d+$/.test(dialled)) return undefined
  const number = parsePhoneNumberFromString(`+${dialled}`, { extract: false })
  return number?.countryCallingCode === national.countryCallingCode && number.isValid() ? number : undefined
}

/** Without spaces at the ends, and without signs that nobody sees. */
function withoutSigns(text: string): string {
  return text.replaceAll(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '').trim()
}

/** Without the quotes around all of it, however many; a spreadsheet writes one alone in front. */
function withoutQuotes(written: string): string {
  const text = written.trim()
  const inner = /^=?(["'`])(.*)\1$/s.exec(text)?.[2] ?? (text.startsWith("'") ? text.slice(1) : undefined)
  return inner === undefined ? text : withoutQuotes(inner)
}

/**
 * Whether the value of an id names nobody, whatever its owners: `null`, `test@test.com`, `noreply@…`, `+49 000 0000`, a
 * free-phone number. `111` is none as a phone, but may be the number of a customer. E-mails and phones are given in the form of `toEmail` and `toPhone`, or as they were written.
 */
export function isBadValue(key: { readonly kind: string; readonly value: string }): boolean {
  const { kind } = key
  const value = key.value.trim()
  if (kind === 'facebook') return false
  if (isFiller(value)) return true
  if (kind === 'customer') return /^(\d)\1{5,}$/.test(value)
  if (isOneSign(value)) return true
  if (kind === 'email') return isBadEmail(value)
  return kind === 'phone' && isNobodysPhone(value)
}

/** Reading a number takes longer than all else of a row, and each is asked for when its row is and when its customer is. */
const readPhones = new LRUCache<string, ReadPhone>({ max: 10_000 })

function isNobodysPhone(value: string): boolean {
  const known = readPhones.get(value)
  if (known !== undefined) return isBadPhone(value, known)
  const number = parsePhoneNumberFromString(toDialled(value), { extract: false })
  const read = number && toReadPhone(number)
  if (read?.type !== undefined) readPhones.set(value, read)
  return isBadPhone(value, read)
}

function toReadPhone(number: PhoneNumber): ReadPhone {
  return { nationalNumber: number.nationalNumber, type: number.getType() }
}
