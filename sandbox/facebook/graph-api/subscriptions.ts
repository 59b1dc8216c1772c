/** Both levels of subscription: of the app (where deliveries go, which fields) and of a Page. A field needs both. */
import { allFields } from '../webhooks/outbox.ts'
import { verifyWebhook } from '../webhooks/verify.ts'
import { requirePermission } from './access.ts'
import { listOf, requireText, textOf, type AllowedCall, type JsonBag, type PageCall } from './call.ts'
import { badParameter, GraphError } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

/** POST /{page}/subscribed_apps?subscribed_fields= → `{success: true}`. Also ends an unsubscription after failures. */
export function subscribePage(world: GraphWorld, { params, page }: PageCall): JsonBag {
  requirePermission(page, 'pages_manage_metadata')
  const fields = fieldsOf(params, 'subscribed_fields')
  if (fields.length === 0) throw badParameter('The parameter subscribed_fields is required')
  if (fields.some((field) => field.startsWith('message')) && !page.permissions.has('pages_messaging')) {
    const message =
      '(#200) To subscribe to the messages field, one of these permissions is needed: pages_messaging'
    throw new GraphError(200, message, { status: 403 })
  }
  page.subscribedFields = new Set(fields)
  if (world.outbox.isGivenUp(page)) world.outbox.forgive()
  return { success: true }
}

export function getSubscribedApps(world: GraphWorld, { page }: PageCall): JsonBag {
  if (page.subscribedFields === undefined || world.outbox.isGivenUp(page)) return { data: [] }
  const app = {
    category: 'Business',
    link: 'https://www.facebook.com/games/?app_id=' + world.appId,
    name: 'Pagebeat',
    id: world.appId,
    subscribed_fields: [...page.subscribedFields],
  }
  return { data: [app] }
}

export function unsubscribePage(_: GraphWorld, { page }: PageCall): JsonBag {
  page.subscribedFields = undefined
  return { success: true }
}

/**
 * POST /{app}/subscriptions with the app's token: the callback is asked with the verification GET first.
 * Throws GraphError 2200 when it does not answer with the challenge.
 */
export async function subscribeApp(world: GraphWorld, { params }: AllowedCall): Promise<JsonBag> {
  const url = requireText(params, 'callback_url')
  const verifyToken = requireText(params, 'verify_token')
  if (textOf(params, 'object') !== 'page') throw badParameter('Param object must be page')
  const fields = fieldsOf(params, 'fields')
  const unknown = fields.find((field) => !allFields.includes(field))
  if (unknown !== undefined) throw badParameter(`Param fields: ${unknown} is not a field of page`)
  const why = await verifyWebhook({ url, verifyToken })
  if (why !== undefined) throw new GraphError(2200, `(#2200) Callback verification failed: ${why}`)
  world.outbox.appFields = new Set(fields.length > 0 ? fields : world.outbox.appFields)
  world.outbox.connect({ url, secret: world.appSecret })
  return { success: true }
}

export function getAppSubscriptions(world: GraphWorld): JsonBag {
  const { webhook, appFields } = world.outbox
  if (webhook === undefined) return { data: [] }
  const fields = [...appFields].map((name) => ({ name, version: 'v26.0' }))
  return { data: [{ object: 'page', callback_url: webhook.url, active: true, fields }] }
}

export function unsubscribeApp(world: GraphWorld, { params }: AllowedCall): JsonBag {
  const fields = fieldsOf(params, 'fields')
  if (fields.length === 0) world.outbox.connect(undefined)
  for (const field of fields) world.outbox.appFields.delete(field)
  return { success: true }
}

function fieldsOf(params: JsonBag, key: string): string[] {
  const fields = (listOf(params, key) ?? []).map(String)
  return fields.map((field) => field.trim()).filter((field) => field !== '')
}
