/** GET, POST, DELETE /{page|me}/messenger_profile: what a Page shows before and beside the conversation. */
import { bagOf, isBag, isList, listOf, textOf } from './call.ts'
import type { AllowedCall, Json, JsonBag } from './call.ts'
import { badParameter, missingPermission } from './graph-error.ts'
import type { Page } from '../world/state.ts'
import type { GraphWorld } from './graph-world.ts'

const known =
  'get_started greeting ice_breakers persistent_menu whitelisted_domains account_linking_url commands'.split(
    ' ',
  )

/** → `{result: 'success'}`. Throws GraphError 100 for what is over a limit, 613 after 10 calls in 10 minutes. */
export function postMessengerProfile(world: GraphWorld, { params }: AllowedCall, page: Page): JsonBag {
  begin(world, page)
  const given = known.filter((key) => params[key] !== undefined)
  if (given.length === 0) throw badParameter('The profile must hold at least one property')
  for (const key of given) {
    const value = valueOf(params, key)
    check(page, { key, value, given })
  }
  for (const key of given) page.messengerProfile.set(key, valueOf(params, key))
  return { result: 'success' }
}

export function getMessengerProfile(world: GraphWorld, { params }: AllowedCall, page: Page): JsonBag {
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

export function deleteMessengerProfile(world: GraphWorld, { params }: AllowedCall, page: Page): JsonBag {
  begin(world, page)
  const fields = (listOf(params, 'fields') ?? []).map(String)
  if (fields.length === 0) throw badParameter('The parameter fields is required')
  if (
    fields.includes('get_started') &&
    page.messengerProfile.has('persistent_menu') &&
    !fields.includes('persistent_menu')
  )
    throw badParameter('The Get Started button cannot be removed while there is a persistent menu')
  for (const field of fields) page.messengerProfile.delete(field)
  return { result: 'success' }
}

function begin(world: GraphWorld, page: Page): void {
  if (!page.permissions.has('pages_messaging')) throw missingPermission('pages_messaging')
  world.usage.countLimited(page, 'messenger_profile')
}

function valueOf(params: JsonBag, key: string): Json {
  return (
    bagOf(params, key) ??
    (key === 'account_linking_url' ? undefined : listOf(params, key)) ??
    params[key] ??
    null
  )
}

function check(
  page: Page,
  { key, value, given }: { key: string; value: Json; given: readonly string[] },
): void {
  if (key === 'get_started') {
    const payload = isBag(value) ? textOf(value, 'payload') : undefined
    if (payload === undefined || payload.length > 1000)
      throw badParameter('Param get_started[payload] must be a string of at most 1000 characters')
    return
  }
  if (key === 'account_linking_url') return
  if (!isList(value)) throw badParameter(`Param ${key} must be an array`)
  if (key === 'whitelisted_domains' || key === 'commands') return
  const isOldIceBreaker =
    key === 'ice_breakers' && value.every((each) => isBag(each) && each['question'] !== undefined)
  if (!isOldIceBreaker && !value.some((each) => isBag(each) && textOf(each, 'locale') === 'default'))
    throw badParameter(`Param ${key} must hold the default locale`)
  for (const each of value) {
    if (!isBag(each)) throw badParameter(`Param ${key} must be an array of objects`)
    if (key === 'greeting' && (textOf(each, 'text') ?? '').length > 160)
      throw badParameter('Length of param greeting[text] must be less than or equal to 160')
    if (
      key === 'ice_breakers' &&
      ((isOldIceBreaker ? value : listOf(each, 'call_to_actions')) ?? []).length > 4
    )
      throw badParameter('Param ice_breakers must hold at most 4 questions')
    if (key === 'persistent_menu') checkMenu(each)
  }
  if (
    key === 'persistent_menu' &&
    !given.includes('get_started') &&
    !page.messengerProfile.has('get_started')
  )
    throw badParameter('You must set a Get Started button if you also wish to use persistent menu')
}

function checkMenu(menu: JsonBag): void {
  const items = listOf(menu, 'call_to_actions') ?? []
  if (items.length > 20)
    throw badParameter('Param persistent_menu[call_to_actions] must hold at most 20 items')
  for (const item of items) {
    const title = isBag(item) ? textOf(item, 'title') : undefined
    if (title === undefined || title.length > 30)
      throw badParameter('Param persistent_menu[title] must be a string of at most 30 characters')
    if (isBag(item) && (textOf(item, 'payload') ?? '').length > 1000)
      throw badParameter('Length of param payload must be less than or equal to 1000')
  }
}
