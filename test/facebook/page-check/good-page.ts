/** A Page without problems, and the Facebook that says so. */
import { asPageId } from '../../../src/domain/ids.ts'
import type { CheckedPage } from '../../../src/facebook/page-check/check-page.ts'
import type { PageFacebook } from '../../../src/facebook/page-check/page-facebook.ts'
import { neededPermissions, usefulPermissions } from '../../../src/facebook/page-check/permissions.ts'
import { webhookFields } from '../../../src/facebook/page-check/webhook-fields.ts'
import type { TokenFacts } from '../../../src/facebook/graph/debug-token.ts'

export const now = Date.UTC(2026, 10, 22)
export const day = 86_400_000
export const fields = Object.keys(webhookFields).filter((field) => field !== 'leadgen') // lead-findings.test.ts
export const page: CheckedPage = {
  pageId: asPageId('7'),
  token: 'a-token',
  appId: '1',
  version: 'v26.0',
  messengerProfile: {},
}
export const token: TokenFacts = {
  isValid: true,
  type: 'PAGE',
  appId: '1',
  profileId: '7',
  scopes: [...Object.keys(neededPermissions), ...Object.keys(usefulPermissions)],
}

/** A Page without problems, except for the overrides. The address of the webhook is not called. */
export function facebook(more: Partial<PageFacebook> = {}): PageFacebook {
  return {
    findPage: async () => ({ id: '7', name: 'Beanery', isPublished: true }),
    inspectToken: async () => token,
    findPageFields: async () => fields,
    findRouting: async () => 'this_app',
    subscribePage: async () => undefined,
    unsubscribePage: async () => undefined,
    findAppSubscription: async () => ({ object: 'page', isActive: true, fields }),
    subscribeApp: async () => undefined,
    findMessengerProfile: async () => ({}),
    writeMessengerProfile: async () => undefined,
    deleteMessengerProfile: async () => undefined,
    countInstantReplies: async () => 0,
    lastSigns: () => ({ clockSkewMs: 200, apiVersion: 'v26.0' }),
    ...more,
  }
}
