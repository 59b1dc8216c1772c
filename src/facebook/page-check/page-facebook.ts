/**
 * What `pagebeat page` asks and changes at Facebook, for one app: a port, so that the checks do not know the Graph
 * API, and its implementation.
 */
import type { JsonObject } from '../../domain/reply.ts'
import { GraphRejectedError } from '../../errors.ts'
import { debugToken, type TokenFacts } from '../graph/debug-token.ts'
import type { GraphCall, PageAccess } from '../graph/graph-call.ts'
import {
  deleteMessengerProfile,
  readMessengerProfile,
  setMessengerProfile,
} from '../graph/messenger-profile.ts'
import { countInstantReplies } from '../graph/conversations.ts'
import { findPage, type PageInfo } from '../graph/page-info.ts'
import {
  type AppSubscription,
  findAppSubscriptions,
  findSubscribedApps,
  subscribeApp,
  subscribePage,
  unsubscribePage,
} from '../graph/page-subscription.ts'
import { findRouting, type Routing } from './find-routing.ts'
import { type ManagedProperty, managedProperties } from './messenger-profile-diff.ts'

export interface PageFacebook {
  /** `isPublished` is there if the token may see it. */
  findPage(access: PageAccess): Promise<PageInfo>
  inspectToken(token: string): Promise<TokenFacts>
  /** The fields of the Page that our app gets; undefined when the app is not subscribed to the Page. */
  findPageFields(access: PageAccess): Promise<readonly string[] | undefined>
  /** Whether this app is the default app of the Page. */
  findRouting(access: PageAccess): Promise<Routing>
  subscribePage(access: PageAccess, fields: readonly string[]): Promise<void>
  unsubscribePage(access: PageAccess): Promise<void>
  /** The app's webhook for the object Page; undefined when there is none. */
  findAppSubscription(): Promise<AppSubscription | undefined>
  subscribeApp(subscription: NewAppSubscription): Promise<void>
  /** Those properties of the Messenger Profile that a storyboard sets and that Facebook has. */
  findMessengerProfile(access: PageAccess): Promise<JsonObject>
  writeMessengerProfile(access: PageAccess, properties: JsonObject): Promise<void>
  deleteMessengerProfile(access: PageAccess, properties: readonly ManagedProperty[]): Promise<void>
  /** How many of the newest messages in the latest threads are automatic replies of Facebook itself. */
  countInstantReplies(access: PageAccess): Promise<number>
  /** What the responses so far tell about clock and version. */
  lastSigns(): ResponseSigns
}

export interface NewAppSubscription {
  readonly callbackUrl: string
  readonly verifyToken: string
  readonly fields: readonly string[]
}

/** Undefined before the first response. */
export interface ResponseSigns {
  /** How far this machine's clock is ahead of Facebook's, ms. */
  readonly clockSkewMs?: number
  /** The version that served the call. */
  readonly apiVersion?: string
}

export interface PageFacebookOptions {
  readonly call: GraphCall
  readonly appId: string
  readonly appSecret: string
  readonly now?: () => number
}

export function createPageFacebook(options: PageFacebookOptions): PageFacebook {
  const { appId, appSecret } = options
  const app = { appToken: `${appId}|${appSecret}` }
  const { call, lastSigns } = withSigns(options)
  return {
    findPage: (access) => findPublishedPage(call, access),
    inspectToken: (token) => debugToken(call, app, { token }),
    async findPageFields(access) {
      const apps = await findSubscribedApps(call, access)
      return apps.find((each) => each.appId === appId)?.fields
    },
    findRouting: (access) => findRouting(call, access, options.now ?? Date.now),
    subscribePage: (access, fields) => subscribePage(call, access, { fields }),
    unsubscribePage: (access) => unsubscribePage(call, access),
    async findAppSubscription() {
      const found = await findAppSubscriptions(call, app, { appId })
      return found.find(({ object }) => object === 'page')
    },
    subscribeApp: (subscription) => subscribeApp(call, app, { ...subscription, appId }),
    findMessengerProfile: (access) => readMessengerProfile(call, access, { fields: managedProperties }),
    writeMessengerProfile: (access, properties) => setMessengerProfile(call, access, properties),
    deleteMessengerProfile: (access, fields) => deleteMessengerProfile(call, access, { fields }),
    countInstantReplies: (access) => countInstantReplies(call, access),
    lastSigns,
  }
}

/**
 * Facebook refuses all fields of a call if the token may not see one of them, so `is_published` is a call of its own.
 */
async function findPublishedPage(call: GraphCall, access: PageAccess): Promise<PageInfo> {
  const page = await findPage(call, access)
  try {
    return { ...page, ...(await findPage(call, access, { more: ['is_published'] })) }
  } catch (error) {
    if (error instanceof GraphRejectedError) return page
    throw error
  }
}

function withSigns({ call, now = Date.now }: PageFacebookOptions): {
  readonly call: GraphCall
  readonly lastSigns: () => ResponseSigns
} {
  let signs: ResponseSigns = {}
  return {
    lastSigns: () => signs,
    async call(request) {
      const response = await call(request)
      const { serverTimeMs, apiVersion } = response
      signs = {
        ...signs,
        // Facebook cuts its time to the second, so half a second is the best guess of what is missing.
        ...(serverTimeMs === undefined ? {} : { clockSkewMs: now() - serverTimeMs - 500 }),
        ...(apiVersion === undefined ? {} : { apiVersion }),
      }
      return response
    },
  }
}
