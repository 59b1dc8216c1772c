import type { PageId } from '../../domain/ids.ts'
import { type Finding, ok, unsure, wrong } from './finding.ts'
import type { AppSubscription } from '../graph/page-subscription.ts'
import { findInLeads } from './lead-findings.ts'
import { fieldsFor, missingFields, usefulFields, webhookFields } from './webhook-fields.ts'

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
export function findInPageSubscription(
  found: readonly string[] | undefined,
  { pageId, granted }: { readonly pageId: PageId; readonly granted: ReadonlySet<string> },
): Finding[] {
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
    ...findUseful(found, { granted, fix }),
    ...findStandby(found),
    ...findInLeads(found, { granted, fix }),
  ]
}

/** Only fields that Facebook would give with the permissions of the token. */
function findUseful(
  found: readonly string[],
  { granted, fix }: { readonly granted: ReadonlySet<string>; readonly fix: string },
): Finding[] {
  const askable = new Set(fieldsFor(granted))
  const missing = missingFields(found, usefulFields).filter((field) => askable.has(field))
  if (missing.length === 0) return []
  return [unsure('fields_useful', { says: `The Page could also send ${describe(missing)}.`, fix })]
}

/** Without both, an app sees nothing of a thread in which another one responds first. */
function findStandby(found: readonly string[]): Finding[] {
  if (!found.includes('standby') || !found.includes('messaging_handovers')) return []
  return [
    ok(
      'standby',
      "Threads that Meta's own agent, another app or an agent controls are tracked. The bot is silent in them.",
    ),
  ]
}

function describe(missing: readonly string[]): string {
  return missing.map((field) => `${field} (${webhookFields[field]})`).join(', ')
}
