/** Each state, filter and conversation of the Inbox is a URL: it can be opened again, sent to others, and gone back to. */
import type { InboxState, ListQuery } from '../../api/conversation-list.ts'

/** In the order in which the page offers them. */
export const inboxStates = [
  'waiting',
  'not_understood',
  'trouble',
  'window_closing',
  'agent',
  'bot',
  'done',
  'all',
] as const satisfies readonly InboxState[]

/** The filters that the page offers. */
export const filterNames = [
  'page',
  'channel',
  'language',
  'intent',
  'scene',
  'ad',
  'assigned',
  'text',
] as const satisfies readonly (keyof ListQuery)[]
export type FilterName = (typeof filterNames)[number]

export interface InboxQuery extends Readonly<Partial<Record<FilterName, string>>> {
  readonly state: InboxState
}

/** Of the numbers. Undefined: every Page, every language. Days of an own period as `2026-11-29`. */
export interface InsightsQuery {
  /** The texts that the bot did not understand are grouped, and shown first. */
  readonly shows?: 'not_understood' | undefined
  readonly period: 'today' | 'week' | 'month' | 'own'
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly page?: string | undefined
  readonly language?: string | undefined
}

/** Words to search, and the customer who is shown. */
export interface CustomersQuery {
  /** The list of proposals instead of the search. */
  readonly shows?: 'proposals' | undefined
  readonly text?: string | undefined
  readonly pId?: string | undefined
}

export interface InboxRoute {
  /** Another screen keeps what the Inbox shows. */
  readonly screen: 'inbox' | 'customers' | 'insights' | 'health'
  readonly query: InboxQuery
  readonly conversationId: string | undefined
  readonly insights?: InsightsQuery | undefined
  readonly customers?: CustomersQuery | undefined
}

export type Route = InboxRoute

/** `/inbox/<state>/<conversation>?<filters>`. Whatever else it is, the waiting ones. */
export function toRoute({ pathname, search }: { readonly pathname: string; readonly search: string }): Route {
  const [, , state, conversationId] = pathname.split('/')
  const given = new URLSearchParams(search)
  if (pathname.split('/')[1] === 'insights')
    return {
      screen: 'insights',
      query: { state: 'waiting' },
      conversationId: undefined,
      insights: toInsightsQuery(given),
    }
  if (pathname.split('/')[1] === 'customers')
    return {
      screen: 'customers',
      query: { state: 'waiting' },
      conversationId: undefined,
      customers: {
        shows: given.get('show') === 'proposals' ? 'proposals' : undefined,
        text: given.get('text') ?? undefined,
        pId: state ? decodeURIComponent(state) : undefined,
      },
    }
  if (pathname.split('/')[1] === 'health')
    return { screen: 'health', query: { state: 'waiting' }, conversationId: undefined }
  const filters = filterNames.flatMap((name): [FilterName, string][] => {
    const value = given.get(name)
    return value === null || value === '' ? [] : [[name, value]]
  })
  const query = {
    state: inboxStates.find((one) => one === state) ?? 'waiting',
    ...Object.fromEntries(filters),
  }
  return {
    screen: 'inbox',
    query,
    conversationId: conversationId ? decodeURIComponent(conversationId) : undefined,
  }
}

export function toPath(route: Route): string {
  const { query, conversationId, insights } = route
  if (route.screen === 'insights') return `/insights?${toInsightsSearch(insights)}`
  if (route.screen === 'health') return '/health'
  if (route.screen === 'customers') return toCustomersPath(route.customers)
  const search = toSearch(query)
  const end = conversationId === undefined ? '' : `/${encodeURIComponent(conversationId)}`
  return `/inbox/${query.state}${end}${search === '' ? '' : `?${search}`}`
}

/** The filters as a query, in one order; without the state. */
export function toSearch(query: InboxQuery): string {
  const search = new URLSearchParams()
  for (const name of filterNames) {
    const value = query[name]
    if (value !== undefined && value !== '') search.set(name, value)
  }
  return search.toString()
}

function toCustomersPath({ shows, text, pId }: CustomersQuery = {}): string {
  const end = pId === undefined ? '' : `/${encodeURIComponent(pId)}`
  const search = new URLSearchParams({
    ...(shows === undefined ? {} : { show: shows }),
    ...(text ? { text } : {}),
  }).toString()
  return `/customers${end}${search === '' ? '' : `?${search}`}`
}

const insightNames = ['from', 'to', 'page', 'language'] as const

function toInsightsQuery(given: URLSearchParams): InsightsQuery {
  const period = (['today', 'week', 'month', 'own'] as const).find((one) => one === given.get('period'))
  const named = insightNames.flatMap((name) => {
    const value = given.get(name)
    return value === null || value === '' ? [] : [[name, value] as const]
  })
  const shows = given.get('show') === 'not_understood' ? ({ shows: 'not_understood' } as const) : {}
  return { period: period ?? 'week', ...shows, ...Object.fromEntries(named) }
}

function toInsightsSearch(query: InsightsQuery | undefined): string {
  const search = new URLSearchParams({ period: query?.period ?? 'week' })
  if (query?.shows !== undefined) search.set('show', query.shows)
  for (const name of insightNames) {
    const value = query?.[name]
    if (value !== undefined && value !== '') search.set(name, value)
  }
  return search.toString()
}
