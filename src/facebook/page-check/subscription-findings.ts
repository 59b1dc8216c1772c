import type { PageId } from '../../domain/ids.ts'
import { type Finding, ok, wrong } from './finding.ts'
import type { AppSubscription } from '../graph/page-subscription.ts'
import { missingFields, webhookFields } from './webhook-fields.ts'

/** Subscription of the app: the address that Facebook sends to, and the fields. */
export function findInAppSubscription(found: AppSubscription | undefined, pageId: PageId): Finding[] {
  const fix = `\`pagebeat page subscribe ${pageId} --callback https://<your host>/webhook\``
  if (found === undefined) {
    return [wrong('app_subscribed', { says: 'The app has no webhook for the object Page.', fix })]
  }
  const { callbackUrl = 'an unknown address', isActive, fields } = found
  const missing = missingFields(fields)
  return [
    isActive
      ? ok('app_subscribed', `Facebook sends events of Pages to ${callbackUrl}.`)
      : wrong('app_subscribed', { says: `The app's webhook ${callbackUrl} is inactive.`, fix }),
    missing.length === 0
      ? ok('app_fields', 'The app is subscribed to all fields.')
      : wrong('app_fields', { says: `The app lacks the fields ${describe(missing)}.`, fix }),
  ]
}

/** Subscription of the Page. Facebook sends a field only if app and Page are subscribed to it. */
export function findInPageSubscription(found: readonly string[] | undefined, pageId: PageId): Finding[] {
  const fix = `\`pagebeat page subscribe ${pageId}\``
  if (found === undefined) {
    const says =
      'The app is not subscribed to this Page. Facebook ends a subscription when the webhook fails for an hour.'
    return [wrong('page_subscribed', { says, fix })]
  }
  const missing = missingFields(found)
  return [
    ok('page_subscribed', 'The app is subscribed to the Page.'),
    missing.length === 0
      ? ok('page_fields', 'The Page sends all fields.')
      : wrong('page_fields', { says: `The Page does not send the fields ${describe(missing)}.`, fix }),
  ]
}

function describe(missing: readonly string[]): string {
  return missing.map((field) => `${field} (${webhookFields[field]})`).join(', ')
}
