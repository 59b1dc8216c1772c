/** What a person sees of the Page in Messenger before writing: greeting, Get Started, ice breakers, menu. */
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

/** What is set, under Facebook's names; `{}` where nothing is. 10 calls in 10 minutes and page are allowed. */
export async function readMessengerProfile(
  call: GraphCall,
  access: PageAccess,
  { fields = messengerProfileFields }: { readonly fields?: readonly MessengerProfileField[] } = {},
): Promise<JsonObject> {
  const path = graphPath(access.pageId, 'messenger_profile')
  const query = { fields: fields.join(',') }
  const items = listOf(await call({ method: 'GET', path, query, access, lane: 'set_up' }))
  return Object.assign({}, ...items.filter(isRecord))
}

/** These properties are set; others stay. The menu may take up to 24 hours to show. */
export async function setMessengerProfile(
  call: GraphCall,
  access: PageAccess,
  profile: Readonly<Partial<Record<MessengerProfileField, unknown>>>,
): Promise<void> {
  const path = graphPath(access.pageId, 'messenger_profile')
  await callForSuccess(call, { method: 'POST', path, body: profile, access, lane: 'set_up' })
}

/** These properties are gone. Get Started cannot go before the menu. */
export async function deleteMessengerProfile(
  call: GraphCall,
  access: PageAccess,
  { fields }: { readonly fields: readonly MessengerProfileField[] },
): Promise<void> {
  const path = graphPath(access.pageId, 'messenger_profile')
  await callForSuccess(call, { method: 'DELETE', path, body: { fields }, access, lane: 'set_up' })
}
