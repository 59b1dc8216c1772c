/**
 * A conversation of the Inbox: a customer with a Page. A customer of several ids has several rows of `conversation` with a
 * Page. One of them names the conversation: that in which they wrote last.
 */
import { type Kysely, sql } from 'kysely'
import {
  asConversationId,
  asProfileId,
  type ConversationId,
  type PageId,
  type ProfileId,
  type Psid,
} from '../../../domain/ids.ts'
import { silenceColumns } from '../../conversation/thread-control.ts'
import type { Database } from '../../mysql/schema.ts'

export const threadColumns = [
  'id',
  'pageId',
  'psid',
  'lastInboundTs',
  'waitingTs',
  'handOverTs',
  'handOverResult',
  'servedTs',
  'silentReason',
  'silentUntil',
] as const

export interface Group {
  readonly pageId: PageId
  readonly pId: ProfileId
  /** The customer's ids at Facebook. */
  readonly psids: readonly Psid[]
  /** Set where Facebook did not say who commented. */
  readonly commentId: string | undefined
  /** The first one names the conversation. */
  readonly threads: readonly [ThreadRow, ...ThreadRow[]]
}

export type ThreadRow = Awaited<ReturnType<typeof findThreads>>[number]

export interface Pair {
  readonly pageId: PageId
  readonly pId: ProfileId
}

export interface Touched {
  readonly conversationIds: ReadonlySet<ConversationId>
  /** By `nameOfPair`. */
  readonly pairs: ReadonlyMap<string, Pair>
}

export function nameOfPair({ pageId, pId }: Pair): string {
  return `${pageId} ${pId}`
}

export interface FoundGroups {
  readonly groups: readonly Group[]
  /** Rows of `conversation` that are no more, or whose customer is no more. */
  readonly gone: readonly ConversationId[]
  /** Pairs without a row of `conversation`. */
  readonly without: readonly (Pair & { readonly psids: readonly Psid[] })[]
}

const anonymous = asProfileId('anonymous')
const commentPrefix = 'comment:'

export async function findGroups(
  db: Kysely<Database>,
  { conversationIds, pairs }: Touched,
): Promise<FoundGroups> {
  const asked = await findThreads(db, [...conversationIds])
  const customers = await findCustomers(
    db,
    asked.map(({ psid }) => psid),
  )
  const wanted = new Map(pairs)
  const ofComments: Group[] = []
  const gone = new Set([...conversationIds].filter((id) => !asked.some((thread) => thread.id === id)))
  for (const thread of asked) {
    const { id, pageId, psid } = thread
    const pId = customers.get(psid)
    if (psid.startsWith(commentPrefix)) ofComments.push(groupOfComment(thread))
    else if (pId === undefined) gone.add(id)
    else wanted.set(nameOfPair({ pageId, pId }), { pageId, pId })
  }
  const psidsOf = await findPsids(db, [...wanted.values()])
  const threads = await findThreadsOf(db, [...wanted.values()], psidsOf)
  const groups: Group[] = [...ofComments]
  const without: FoundGroups['without'][number][] = []
  for (const { pageId, pId } of wanted.values()) {
    const psids = psidsOf.get(pId) ?? []
    const [first, ...others] = psids
      .flatMap((psid) => threads.get(`${pageId} ${psid}`) ?? [])
      .toSorted(byLatest)
    if (first !== undefined)
      groups.push({ pageId, pId, psids, commentId: undefined, threads: [first, ...others] })
    else if (psids.length > 0) without.push({ pageId, pId, psids })
  }
  return { groups, gone: [...gone], without }
}

function groupOfComment(thread: ThreadRow): Group {
  const commentId = thread.psid.slice(commentPrefix.length)
  return { pageId: thread.pageId, pId: anonymous, psids: [thread.psid], commentId, threads: [thread] }
}

/** Where the customer wrote last; then the oldest. */
function byLatest(one: ThreadRow, other: ThreadRow): number {
  return (
    Number(other.lastInboundTs ?? -1) - Number(one.lastInboundTs ?? -1) || Number(one.id) - Number(other.id)
  )
}

async function findThreads(db: Kysely<Database>, ids: readonly ConversationId[]) {
  const columns = [...new Set([...threadColumns, ...silenceColumns])]
  return await db
    .selectFrom('conversation')
    .select(columns)
    .where('id', 'in', ids.length === 0 ? [asConversationId('0')] : ids)
    .execute()
}

async function findCustomers(db: Kysely<Database>, psids: readonly Psid[]): Promise<Map<string, ProfileId>> {
  if (psids.length === 0) return new Map()
  const rows = await db
    .selectFrom('chan2Profile')
    .select(['channelId', 'pId'])
    .where('channelId', 'in', psids)
    .where('cidType', '=', 'facebook')
    .execute()
  return new Map(rows.map(({ channelId, pId }) => [channelId, pId]))
}

async function findPsids(
  db: Kysely<Database>,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<ProfileId, readonly Psid[]>> {
  const pIds = [...new Set(pairs.map(({ pId }) => pId))]
  if (pIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('chan2Profile')
    .select(['channelId', 'pId'])
    .where('pId', 'in', pIds)
    .where('cidType', '=', 'facebook')
    .execute()
  const found = new Map<ProfileId, Psid[]>()
  for (const { channelId, pId } of rows) {
    const psids = found.get(pId) ?? []
    found.set(pId, psids)
    psids.push(channelId as Psid)
  }
  return found
}

async function findThreadsOf(
  db: Kysely<Database>,
  pairs: readonly Pair[],
  psidsOf: ReadonlyMap<ProfileId, readonly Psid[]>,
): Promise<ReadonlyMap<string, ThreadRow>> {
  const byPage = Map.groupBy(pairs, ({ pageId }) => pageId)
  const conditions = [...byPage].flatMap(([pageId, ofPage]) => {
    const psids = ofPage.flatMap(({ pId }) => psidsOf.get(pId) ?? [])
    return psids.length === 0 ? [] : [sql<boolean>`(pageId = ${pageId} and psid in (${sql.join(psids)}))`]
  })
  if (conditions.length === 0) return new Map()
  const columns = [...new Set([...threadColumns, ...silenceColumns])]
  const rows = await db
    .selectFrom('conversation')
    .select(columns)
    .where(sql<boolean>`(${sql.join(conditions, sql` or `)})`)
    .execute()
  return new Map(rows.map((row) => [`${row.pageId} ${row.psid}`, row]))
}
