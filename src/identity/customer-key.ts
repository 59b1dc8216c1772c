/** How an operator names a customer: `email:anna@example.com`, or a value whose kind can be told. */
import { type CustomerKey, nameOfKey, toUsableKey } from '../domain/identity-link.ts'
import { toEmail, toPhone } from './contact-values.ts'

export const knownKinds = ['facebook', 'email', 'phone', 'customer', 'lead', 'userRef'] as const

const prefixed = /^(?<kind>[A-Za-z][A-Za-z0-9_]{0,19}):(?<value>.*)$/s
/** Of an address that a web page has. */
const kindOfLink: Readonly<Record<string, string>> = { tel: 'phone', mailto: 'email' }

/**
 * The ids that a text may mean, the likeliest first: with a kind in front, that one alone. E-mails and phones have the
 * form in which they are stored. A number without + may be a customer number, an id of Facebook or a phone.
 */
export function readCustomerKeys(text: string, country?: string): CustomerKey[] {
  const given = text.trim()
  const { kind, value } = prefixed.exec(given)?.groups ?? {}
  if (kind !== undefined && value !== undefined)
    return known({ kind: kindOfLink[kind] ?? kind, value }, country)
  const email = toEmail(given)
  if (email !== undefined) return [{ kind: 'email', value: email }]
  const phone = toPhone(given, country)
  const asPhone = phone === undefined ? [] : [{ kind: 'phone', value: phone }]
  if (/^[+(]/.test(given)) return asPhone
  const id = given.normalize('NFC')
  const others = [
    { kind: 'customer', value: id },
    ...(/^\d{5,32}$/.test(id) ? [{ kind: 'facebook', value: id }] : []),
    ...asPhone,
    { kind: 'lead', value: id },
    { kind: 'userRef', value: id },
  ]
  return others.filter((key) => toUsableKey(key) !== undefined)
}

function known({ kind, value }: CustomerKey, country: string | undefined): CustomerKey[] {
  const read =
    kind === 'email'
      ? toEmail(value)
      : kind === 'phone'
        ? toPhone(value, country)
        : value.trim().normalize('NFC')
  const key = read === undefined ? undefined : toUsableKey({ kind, value: read })
  return key === undefined ? [] : [key]
}

/** `email:anna@example.com`: the command line reads it again as the same id. */
export function writeCustomerKey(key: CustomerKey): string {
  return nameOfKey(key)
}
