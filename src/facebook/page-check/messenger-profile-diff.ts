import type { JsonObject, JsonValue } from '../../domain/reply.ts'

/** The properties of a Messenger Profile that a storyboard sets. Pagebeat does not touch the others. */
export const managedProperties = ['get_started', 'greeting', 'ice_breakers', 'persistent_menu'] as const

export type ManagedProperty = (typeof managedProperties)[number]

export interface MessengerProfileDiff {
  /** Properties to write, with their new values. */
  readonly write: JsonObject
  /** Properties to delete: Facebook has them and the storyboard does not. */
  readonly remove: readonly ManagedProperty[]
  /** For the operator: `+` is added, `-` is removed. Empty: there is no difference. */
  readonly lines: readonly string[]
}

/** The changes that turn the profile found at Facebook into the wanted one. */
export function diffMessengerProfile(found: JsonObject, wanted: JsonObject): MessengerProfileDiff {
  const changed = managedProperties.filter((name) => !fits(wanted[name], found[name]))
  const write = changed.filter((name) => !isEmpty(wanted[name]))
  return {
    write: Object.fromEntries(write.map((name) => [name, wanted[name] ?? null])),
    remove: changed.filter((name) => !write.includes(name)),
    lines: changed.flatMap((name) => [
      `${name}:`,
      ...linesOf('-', found[name]),
      ...linesOf('+', wanted[name]),
    ]),
  }
}

/** Facebook returns a profile with its keys and languages in another order. That is no difference. */
function fits(wanted: JsonValue | undefined, found: JsonValue | undefined): boolean {
  if (isEmpty(wanted)) return isEmpty(found)
  if (isList(wanted)) {
    if (!isList(found) || found.length !== wanted.length) return false
    const there = byLocale(found)
    return byLocale(wanted).every((item, index) => fits(item, there[index]))
  }
  if (!isObject(wanted)) return wanted === found
  return isObject(found) && Object.entries(wanted).every(([key, value]) => fits(value, found[key]))
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === false || (isList(value) && value.length === 0)
}

/** Sorts lists by locale. Entries of a menu keep their order. */
function byLocale(list: readonly JsonValue[]): readonly JsonValue[] {
  if (list.some((item) => localeOf(item) === '')) return list
  return list.toSorted((a, b) => (localeOf(a) < localeOf(b) ? -1 : 1))
}

function localeOf(item: JsonValue): string {
  const locale = isObject(item) ? item['locale'] : undefined
  return typeof locale === 'string' ? locale : ''
}

/** One line for each item of a list, so that a menu of twenty entries is readable. */
function linesOf(mark: string, value: JsonValue | undefined): string[] {
  if (value === undefined) return []
  const items = isList(value) ? value : [value]
  return items.map((item) => `  ${mark} ${JSON.stringify(item)}`)
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value)
}
