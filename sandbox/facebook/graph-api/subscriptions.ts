/** Both levels of subscription: of the app (where deliveries go, which fields) and of a Page. A field needs both. */
import { request } from 'undici'
import { listOf, textOf } from './call.ts'
import type { AllowedCall, Json, JsonBag } from './call.ts'
import { badParameter, GraphError, missingPermission } from './graph-error.ts'
import { allFields } from '../webhooks/outbox.ts'
import type { Page } from '../world/state.ts'
import type { GraphWorld } from './graph-world.ts'

/** POST /{page}/subscribed_apps?subscribed_fields= → `{success: true}`. Also ends an unsubscription after failures. */
export function subscribePage(world: GraphWorld, { params }: AllowedCall, page: Page): JsonBag {
  if (!page.permissions.has('pages_manage_metadata')) throw missingPermission('pages_manage_metadata')
  const fields = fieldsOf(params, 'subscribed_fields')
  if (fields.length === 0) throw badParameter('The parameter subscribed_fields is required')
  if (fields.some((field) => field.startsWith('message')) && !page.permissions.has('pages_messaging'))
    throw new GraphError({
      code: 200,
      status: 403,
      message:
        '(#200) To subscribe to the messages field, one of these permissions is needed: pages_messaging',
    })
  page.subscribedFields = new Set(fields)
  if (world.outbox.isGivenUp(page)) world.outbox.forgive()
  return { success: true }
}

export function getSubscribedApps(world: GraphWorld, page: Page): JsonBag {
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

export function unsubscribePage(page: Page): JsonBag {
  page.subscribedFields = undefined
  return { success: true }
}

/**
 * POST /{app}/subscriptions with the app's token: the callback is asked with the verification GET first.
 * Throws GraphError 2200 when it does not answer with the challenge.
 */
export async function subscribeApp(world: GraphWorld, { params }: AllowedCall): Promise<JsonBag> {
  const url = textOf(params, 'callback_url')
  const verifyToken = textOf(params, 'verify_token')
  if (textOf(params, 'object') !== 'page') throw badParameter('Param object must be page')
  if (url === undefined || verifyToken === undefined)
    throw badParameter('The parameters callback_url and verify_token are required')
  const fields = fieldsOf(params, 'fields')
  const unknown = fields.find((field) => !allFields.includes(field))
  if (unknown !== undefined) throw badParameter(`Param fields: ${unknown} is not a field of page`)
  await verify(world, { url, verifyToken })
  world.outbox.appFields = new Set(fields.length > 0 ? fields : world.outbox.appFields)
  world.outbox.connect({ url, secret: world.appSecret })
  return { success: true }
}

export function getAppSubscriptions(world: GraphWorld): JsonBag {
  const { webhook, appFields } = world.outbox
  if (webhook === undefined) return { data: [] }
  const fields = [...appFields].map((name): Json => ({ name, version: 'v26.0' }))
  return { data: [{ object: 'page', callback_url: webhook.url, active: true, fields }] }
}

export function unsubscribeApp(world: GraphWorld, { params }: AllowedCall): JsonBag {
  const fields = fieldsOf(params, 'fields')
  if (fields.length === 0) world.outbox.connect(undefined)
  for (const field of fields) world.outbox.appFields.delete(field)
  return { success: true }
}

async function verify(
  world: GraphWorld,
  { url, verifyToken }: { url: string; verifyToken: string },
): Promise<void> {
  const challenge = `${1 + world.random.below(2 ** 31 - 1)}`
  const target = new URL(url)
  target.searchParams.set('hub.mode', 'subscribe')
  target.searchParams.set('hub.challenge', challenge)
  target.searchParams.set('hub.verify_token', verifyToken)
  const why = await request(target, { headersTimeout: 5_000, bodyTimeout: 5_000 }).then(
    async ({ statusCode, body }) => {
      const text = await body.text()
      return statusCode === 200 && text === challenge
        ? undefined
        : `response did not match challenge (HTTP ${statusCode})`
    },
    () => 'the callback could not be reached',
  )
  if (why !== undefined)
    throw new GraphError({ code: 2200, message: `(#2200) Callback verification failed: ${why}` })
}

function fieldsOf(params: JsonBag, key: string): string[] {
  return (listOf(params, key) ?? [])
    .map(String)
    .map((field) => field.trim())
    .filter((field) => field !== '')
}
