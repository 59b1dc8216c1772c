/**
 * The Messenger Profile: greeting, Get Started, ice breakers and menu, which a customer sees before the first
 * message.
 */
import type { JsonObject } from '../../domain/reply.ts'
import { isRecord } from '../json.ts'
import { callForSuccess, listOf } from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

export const messengerProfileFields = [
  'get_started',
  'greeting',
  'ice_breakers',
  'persistent_menu',
  'whitelisted_domains',
  'account_linking_url',
  'commands',
] as const

export type MessengerProfileField = (typeof messengerProfileFields)[number]

/**
 * The properties that are set, under Facebook's names; `{}` if none is. Facebook allows 10 calls in 10 minutes for
 * each Page.
 */
export async function readMessengerProfile(
  call: GraphCall,
  access: PageAccess,
  { fields = messengerProfileFields }: { readonly fields?: readonly MessengerProfileField[] } = {},
): Promise<JsonObject> {
  const path = graphPath(access.pageId, 'messenger_profile')
  const query = { fields: fields.join(',') }
  const items = listOf(await call({ method: 'GET', path, query, access, lane: 'settings' }))
  return Object.assign({}, ...items.filter(isRecord))
}

/** These properties are set; others stay. Customers may see a new menu only after 24 hours. */
export async function setMessengerProfile(
  call: GraphCall,
  access: PageAccess,
  profile: Readonly<Partial<Record<MessengerProfileField, unknown>>>,
): Promise<void> {
  const path = graphPath(access.pageId, 'messenger_profile')
  await callForSuccess(call, { method: 'POST', path, body: profile, access, lane: 'settings' })
}

/** These properties are deleted. Facebook refuses to delete Get Started before the menu. */
export async function deleteMessengerProfile(
  call: GraphCall,
  access: PageAccess,
  { fields }: { readonly fields: readonly MessengerProfileField[] },
): Promise<void> {
  const path = graphPath(access.pageId, 'messenger_profile')
  await callForSuccess(call, { method: 'DELETE', path, body: { fields }, access, lane: 'settings' })
}
