/** GET, POST, DELETE /{page|me}/messenger_profile: what a Page shows before and beside the conversation. */
import type { Page } from '../world/state.ts'
import { requirePermission } from './access.ts'
import { bagOf, isBag, isList, listOf, textOf, type Json, type JsonBag, type PageCall } from './call.ts'
import { badParameter } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'
import { atMost } from './message-rules.ts'

/** Property → throws GraphError 100 for a value over its limits. */
const checks: Readonly<Record<string, (value: Json) => void>> = {
  get_started(value) {
    const payload = isBag(value) ? textOf(value, 'payload') : undefined
    if (payload === undefined || payload.length > 1000)
      throw badParameter('Param get_started[payload] must be a string of at most 1000 characters')
  },
  greeting(value) {
    for (const each of withDefault('greeting', value))
      atMost(textOf(each, 'text') ?? '', 'greeting[text]', 160)
  },
  ice_breakers(value) {
    // The old form is the questions themselves, without a locale.
    const isOld = isList(value) && value.every((each) => isBag(each) && each['question'] !== undefined)
    const lists = isOld
      ? [value]
      : withDefault('ice_breakers', value).map((each) => listOf(each, 'call_to_actions') ?? [])
    if (lists.some(({ length }) => length > 4))
      throw badParameter('Param ice_breakers must hold at most 4 questions')
  },
  persistent_menu(value) {
    for (const each of withDefault('persistent_menu', value)) checkMenu(each)
  },
  whitelisted_domains: (value) => void requireList('whitelisted_domains', value),
  commands: (value) => void requireList('commands', value),
  account_linking_url: () => undefined,
}
const known = Object.keys(checks)

/** → `{result: 'success'}`. Throws GraphError 100 for what is over a limit, 613 after 10 calls in 10 minutes. */
export function postMessengerProfile(world: GraphWorld, { params, page }: PageCall): JsonBag {
  begin(world, page)
  const given = known.filter((key) => params[key] !== undefined)
  if (given.length === 0) throw badParameter('The profile must hold at least one property')
  for (const key of given) checks[key]?.(valueOf(params, key))
  const hasButton = given.includes('get_started') || page.messengerProfile.has('get_started')
  if (given.includes('persistent_menu') && !hasButton)
    throw badParameter('You must set a Get Started button if you also wish to use persistent menu')
  for (const key of given) page.messengerProfile.set(key, valueOf(params, key))
  return { result: 'success' }
}

export function getMessengerProfile(world: GraphWorld, { params, page }: PageCall): JsonBag {
  begin(world, page)
  const fields = (listOf(params, 'fields') ?? known).map(String)
  const found: Record<string, Json> = {}
  for (const field of fields) {
    if (!known.includes(field)) throw badParameter(`Param fields: ${field} is not a property of the profile`)
    const value = page.messengerProfile.get(field)
    if (value !== undefined) found[field] = JSON.parse(JSON.stringify(value)) as Json
  }
  return { data: Object.keys(found).length === 0 ? [] : [found] }
}

export function deleteMessengerProfile(world: GraphWorld, { params, page }: PageCall): JsonBag {
  begin(world, page)
  const fields = (listOf(params, 'fields') ?? []).map(String)
  if (fields.length === 0) throw badParameter('The parameter fields is required')
  const keepsMenu = page.messengerProfile.has('persistent_menu') && !fields.includes('persistent_menu')
  if (fields.includes('get_started') && keepsMenu)
    throw badParameter('The Get Started button cannot be removed while there is a persistent menu')
  for (const field of fields) page.messengerProfile.delete(field)
  return { result: 'success' }
}

function begin(world: GraphWorld, page: Page): void {
  requirePermission(page, 'pages_messaging')
  world.usage.countLimited(page, 'messenger_profile')
}

function valueOf(params: JsonBag, key: string): Json {
  const list = key === 'account_linking_url' ? undefined : listOf(params, key)
  return bagOf(params, key) ?? list ?? params[key] ?? null
}

function requireList(key: string, value: Json): readonly Json[] {
  if (!isList(value)) throw badParameter(`Param ${key} must be an array`)
  return value
}

/** Objects, one of them for the default locale. */
function withDefault(key: string, value: Json): readonly JsonBag[] {
  const bags = requireList(key, value).filter(isBag)
  if (!bags.some((each) => textOf(each, 'locale') === 'default'))
    throw badParameter(`Param ${key} must hold the default locale`)
  if (bags.length !== requireList(key, value).length)
    throw badParameter(`Param ${key} must be an array of objects`)
  return bags
}

function checkMenu(menu: JsonBag): void {
  const items = listOf(menu, 'call_to_actions') ?? []
  if (items.length > 20)
    throw badParameter('Param persistent_menu[call_to_actions] must hold at most 20 items')
  for (const item of items) {
    const title = isBag(item) ? textOf(item, 'title') : undefined
    if (title === undefined || title.length > 30)
      throw badParameter('Param persistent_menu[title] must be a string of at most 30 characters')
    if (isBag(item)) atMost(textOf(item, 'payload') ?? '', 'payload', 1000)
  }
}
