/**
 * Both levels of subscription: the app's, to an object with a callback address, and each Page's, to the app. Facebook
 * sends an event only if both include its field.
 */
import { property } from '../wire-values.ts'
import { callForSuccess, idOf, listOf, textOf } from './response-fields.ts'
import type { AppAccess, GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

/** The Page sends these fields to the app of the token. The list replaces the earlier one. */
export async function subscribePage(
  call: GraphCall,
  access: PageAccess,
  { fields }: { readonly fields: readonly string[] },
): Promise<void> {
  const path = graphPath(access.pageId, 'subscribed_apps')
  const query = { subscribed_fields: fields.join(',') }
  await callForSuccess(call, { method: 'POST', path, query, access, lane: 'settings' })
}

export interface SubscribedApp {
  readonly appId: string
  readonly name?: string
  readonly fields: readonly string[]
}

/** The apps that get the Page's events; empty after Facebook ended the subscriptions. */
export async function findSubscribedApps(
  call: GraphCall,
  access: PageAccess,
): Promise<readonly SubscribedApp[]> {
  const path = graphPath(access.pageId, 'subscribed_apps')
  const query = { fields: 'id,name,subscribed_fields' }
  return listOf(await call({ method: 'GET', path, query, access, lane: 'settings' })).flatMap((item) => {
    const appId = idOf(item, 'id')
    if (appId === undefined) return []
    const name = textOf(item, 'name')
    return [
      { appId, fields: names(property(item, 'subscribed_fields')), ...(name === undefined ? {} : { name }) },
    ]
  })
}

/** The app gets no more events of the Page. */
export async function unsubscribePage(call: GraphCall, access: PageAccess): Promise<void> {
  const path = graphPath(access.pageId, 'subscribed_apps')
  await callForSuccess(call, { method: 'DELETE', path, access, lane: 'settings' })
}

export interface AppSubscription {
  readonly object: string
  readonly callbackUrl?: string
  readonly isActive: boolean
  readonly fields: readonly string[]
}

/** Facebook verifies the callback address at once. Then it sends the fields of `page` there, with their values. */
export async function subscribeApp(
  call: GraphCall,
  access: AppAccess,
  {
    appId,
    callbackUrl,
    verifyToken,
    fields,
    object = 'page',
  }: {
    readonly appId: string
    readonly callbackUrl: string
    readonly verifyToken: string
    readonly fields: readonly string[]
    readonly object?: string
  },
): Promise<void> {
  const path = graphPath(appId, 'subscriptions')
  // In the body: the verify token is a secret, and proxies log URLs.
  const body = {
    object,
    callback_url: callbackUrl,
    verify_token: verifyToken,
    fields: fields.join(','),
    include_values: true,
  }
  await callForSuccess(call, { method: 'POST', path, body, access, lane: 'settings' })
}

export async function findAppSubscriptions(
  call: GraphCall,
  access: AppAccess,
  { appId }: { readonly appId: string },
): Promise<readonly AppSubscription[]> {
  const path = graphPath(appId, 'subscriptions')
  return listOf(await call({ method: 'GET', path, access, lane: 'settings' })).flatMap((item) => {
    const object = textOf(item, 'object')
    if (object === undefined) return []
    const callbackUrl = textOf(item, 'callback_url')
    return [
      {
        object,
        isActive: property(item, 'active') !== false,
        fields: names(property(item, 'fields')),
        ...(callbackUrl === undefined ? {} : { callbackUrl }),
      },
    ]
  })
}

/** Names that are texts, or objects with a `name`. */
function names(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => (typeof item === 'string' ? item : (textOf(item, 'name') ?? [])))
}
