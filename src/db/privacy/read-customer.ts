/** Everything that the tables hold about one customer, store by store. */
import { type Kysely, sql } from 'kysely'
import { commentKey, messageKey } from '../../domain/event-key.ts'
import { asPageId, type ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { findPageReplies } from './person-contents.ts'
import { type PersonRows, rowsOfPerson } from './person-tables.ts'

/** A row as JSON: times in ISO 8601, bytes in hex. */
export type ExportedRow = Readonly<Record<string, string | number | null>>

export interface ExportedStore {
  readonly name: string
  /** For people. */
  readonly title: string
  /** Some hundred rows at a time. */
  readonly rows: () => AsyncIterable<readonly ExportedRow[]>
}

const atOnce = 500

/** The stores of a customer, in the order of `storeTitles`. Rows are read while they are asked for. */
export async function readCustomer(db: Kysely<Database>, pId: ProfileId): Promise<readonly ExportedStore[]> {
  const links = await db.selectFrom('chan2Profile').selectAll().where('pId', '=', pId).execute()
  const psids = links.filter(({ cidType }) => cidType === 'facebook').map(({ channelId }) => channelId)
  const pages = await db.selectFrom('page').select('pageId').execute()
  const pageIds = pages.map(({ pageId }) => pageId)
  const threads = await find(db, 'conversation', { pageId: pageIds, psid: psids })
  const conversationId = threads.flatMap(({ id }) => (id === null || id === undefined ? [] : [String(id)]))
  const ids = links.map(({ cidType, channelId }) => ({ kind: cidType, value: channelId }))
  const origins = links.flatMap((row) =>
    'originPId' in row && typeof row.originPId === 'string' ? [row.originPId] : [],
  )
  const few = Map.groupBy(
    rowsOfPerson({ ids, pIds: [...new Set([pId, ...origins])], psids, pageIds }),
    ({ table }) => table,
  )
  const store = (name: string, rows: ExportedStore['rows']): ExportedStore => ({
    name,
    title: storeTitles[name] ?? name,
    rows,
  })
  const whole = (name: keyof Database, where: Where) =>
    store(name, async function* rows() {
      yield await find(db, name, where)
    })
  const stores = [
    ...[...few].map(([name, conditions]) =>
      store(name, async function* rows() {
        yield await findRows(
          db,
          name,
          conditions.flatMap(({ where }) => (where === undefined ? [] : [where])),
        )
      }),
    ),
    store('interaction', () => readInteractions(db, pId)),
    store('contentState', () => readContents(db, pId)),
    store('pageReply', () => readReplies(db, pId)),
    whole('conversation', { pageId: pageIds, psid: psids }),
    whole('turn', { conversationId }),
    whole('outbound', { conversationId }),
    store('moderation', () => readModeration(db, conversationId)),
    ...ofConversations.map((name) => whole(name, { conversationId })),
  ]
  const places = Object.keys(storeTitles)
  const placeOf = ({ name }: ExportedStore) => (places.includes(name) ? places.indexOf(name) : places.length)
  return stores.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** Tables with the rows of a conversation, beside those above. */
const ofConversations = [
  'agentAct',
  'pageMessage',
  'receipt',
  'receiptMid',
  'conversationNote',
  'conversationHandling',
  'inboxEntry',
  'inboxWord',
] as const

/**
 * The stores of an export in the order in which people ask for them: docs/privacy.md lists them. One that is not here
 * stands for itself, at the end.
 */
export const storeTitles: Readonly<Record<string, string>> = {
  profile: 'Profile',
  profileFacebook: 'Profile at Facebook',
  chan2Profile: 'Ids',
  interaction: 'Timeline',
  pageReply: "The Page's replies on the feed",
  contentState: 'Edited and removed texts',
  lead: 'Lead forms',
  adReferral: 'Ads and links that brought the customer',
  optIn: 'Marketing messages',
  conversation: 'Conversations',
  turn: 'What the bot understood',
  outbound: 'What the bot and agents of the console sent',
  moderation: 'Comments that a rule hid or deleted',
  agentAct: 'What agents of the console did',
  conversationNote: 'Notes of agents',
  originProfile: 'Profile of an id before it was linked',
  originFacebook: 'Profile at Facebook of an id before it was linked',
  derivedProfile: 'Which profile was put together from others',
  sharedValue: 'Contact values that several customers share',
  identityTouched: 'Ids that wait to be looked at again',
  importRow: 'Rows of an import that is being tried',
  invite: 'Links to Messenger that the customer opened first',
  inviteUse: 'Links to Messenger that the customer opened',
  accountLink: 'Log-ins with an account of the brand',
  contactCode: 'Codes that were sent to prove an e-mail or phone',
  chan2ProfileClash: 'Shared ids after the upgrade',
  profileFact: 'Where values of the profile come from',
  identityLink: 'Why ids belong together',
  pageMessage: 'Messages of the Page',
  receipt: 'Receipts',
  receiptMid: 'Receipts of single messages',
  conversationHandling: 'Which agent had the conversation',
  inboxEntry: 'The conversation in the list of agents',
  inboxWord: 'Words by which agents find the conversation',
}

type Where = Readonly<Record<string, readonly string[]>>

async function find(db: Kysely<Database>, table: keyof Database, where: Where): Promise<ExportedRow[]> {
  if (Object.values(where).some((values) => values.length === 0)) return []
  const conditions = Object.entries(where).map(
    ([column, values]) => sql`${sql.ref(column)} in (${sql.join([...values])})`,
  )
  return await findRows(db, table, [sql<boolean>`${sql.join(conditions, sql` and `)}`])
}

/** Each row once: a link between two ids of the customer fits two conditions. Each condition has its own index. */
async function findRows(
  db: Kysely<Database>,
  table: string,
  conditions: readonly NonNullable<PersonRows['where']>[],
): Promise<ExportedRow[]> {
  if (conditions.length === 0) return []
  const selects = conditions.map((where) => sql`select * from ${sql.table(table)} where ${where}`)
  const { rows } = await sql<Record<string, unknown>>`${sql.join(selects, sql` union `)}`.execute(db)
  return rows.map(toPlain)
}

async function* readInteractions(
  db: Kysely<Database>,
  pId: ProfileId,
): AsyncIterable<readonly ExportedRow[]> {
  let after = '0'
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`select i.*, f.*, m.*, i.kwInteractionId
      from interaction i
      left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId
      left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
      where i.pId = ${pId} and i.kwInteractionId > ${after}
      order by i.kwInteractionId limit ${sql.lit(atOnce)}`.execute(db)
    yield rows.map((row) => withoutEmpty(toPlain(row)))
    if (rows.length < atOnce) return
    after = String(rows.at(-1)?.['kwInteractionId'])
  }
}

async function* readContents(db: Kysely<Database>, pId: ProfileId): AsyncIterable<readonly ExportedRow[]> {
  for await (const rows of readInteractions(db, pId)) {
    const keys = rows.flatMap((row) => {
      const { pageId, mid, comment_id, eventKey } = row
      return [
        ...(typeof eventKey === 'string' ? [eventKey] : []),
        ...(typeof pageId === 'string' && typeof mid === 'string' ? [messageKey(asPageId(pageId), mid)] : []),
        ...(typeof pageId === 'string' && typeof comment_id === 'string' && row['item'] === 'comment'
          ? [commentKey(asPageId(pageId), comment_id)]
          : []),
      ]
    })
    if (keys.length === 0) continue
    const found = await db
      .selectFrom('contentState')
      .selectAll()
      .where(
        'contentKey',
        'in',
        [...new Set(keys)].map((key) => Buffer.from(key, 'hex')),
      )
      .execute()
    yield found.map((row) => toPlain(row))
  }
}

async function* readReplies(db: Kysely<Database>, pId: ProfileId): AsyncIterable<readonly ExportedRow[]> {
  for await (const rows of readInteractions(db, pId)) {
    const own = rows
      .filter(({ item }) => typeof item === 'string')
      .map((row) => ({
        kwInteractionId: String(row['kwInteractionId']),
        ts: null,
        comment_id: textOf(row['comment_id']),
        post_id: textOf(row['post_id']),
        parent_id: textOf(row['parent_id']),
        item: textOf(row['item']),
      }))
    const replies = await findPageReplies(db, own, { names: [], ids: [] })
    yield await find(db, 'chanFacebookFeed', {
      kwInteractionId: replies.map(({ kwInteractionId }) => kwInteractionId),
    })
  }
}

async function* readModeration(
  db: Kysely<Database>,
  conversationIds: readonly string[],
): AsyncIterable<readonly ExportedRow[]> {
  if (conversationIds.length === 0) return
  const ofThem = sql`select id from outbound where conversationId in (${sql.join([...conversationIds])})`
  yield await findRows(db, 'moderation', [sql<boolean>`outboundId in (${ofThem})`])
}

function textOf(value: string | number | null | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function toPlain(row: Readonly<Record<string, unknown>>): ExportedRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value === null || value === undefined) return [name, null]
      if (value instanceof Date) return [name, Number.isNaN(value.getTime()) ? null : value.toISOString()]
      if (Buffer.isBuffer(value)) return [name, value.toString('hex')]
      return [
        name,
        typeof value === 'number' || typeof value === 'string' ? value : (JSON.stringify(value) ?? null),
      ]
    }),
  )
}

/** An interaction has the columns of two channels, and fills those of one. */
function withoutEmpty(row: ExportedRow): ExportedRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
}
