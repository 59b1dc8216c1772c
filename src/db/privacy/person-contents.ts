/** What a customer wrote on the feed, and the Page's replies to it. */
import type { Kysely } from 'kysely'
import { asProfileId, type TurnId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { facebookIds, type ForgetPlan } from '../../privacy/forget-plan.ts'

export interface PersonContent {
  readonly kwInteractionId: string
  readonly ts: Date | null
  readonly comment_id: string | null
  readonly post_id: string | null
  readonly parent_id: string | null
  readonly item: string | null
}

/** Reactions name content of others. */
const gestures: ReadonlySet<string | null> = new Set(['reaction', 'like'])

/** The id of what the customer wrote; undefined for a reaction. */
export function contentIdOf({ item, comment_id, post_id }: Omit<PersonContent, 'ts'>): string | undefined {
  if (gestures.has(item)) return undefined
  return comment_id ?? (item === 'comment' ? undefined : (post_id ?? undefined))
}

/** The customer's interactions on the feed after this id, in the order of their ids. */
export async function findFeedRows(
  db: Kysely<Database>,
  { pIds, lastInteractionId }: Pick<ForgetPlan, 'pIds' | 'lastInteractionId'>,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<PersonContent[]> {
  if (pIds.length === 0) return []
  return await db
    .selectFrom('interaction as i')
    .innerJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .select(['i.kwInteractionId', 'i.ts', 'f.comment_id', 'f.post_id', 'f.parent_id', 'f.item'])
    .where('i.pId', 'in', pIds.map(asProfileId))
    .where('i.kwInteractionId', '>', after)
    .where('i.kwInteractionId', '<=', lastInteractionId)
    .orderBy('i.kwInteractionId')
    .limit(limit)
    .execute()
}

export interface PageReply {
  readonly kwInteractionId: string
  readonly ts: Date | null
  readonly comment_id: string | null
}

/**
 * What the Page, or nobody that Facebook names, did about these contents: replies below them, hides and removals of
 * them, and replies beside them that name the customer.
 */
export async function findPageReplies(
  db: Kysely<Database>,
  rows: readonly PersonContent[],
  { names, ids }: { readonly names: readonly string[]; readonly ids: readonly string[] },
): Promise<PageReply[]> {
  const contents = [...new Set(rows.flatMap((row) => contentIdOf(row) ?? []))]
  const beside = [
    ...new Set(
      rows.flatMap(({ item, parent_id }) => (item === 'comment' && parent_id !== null ? [parent_id] : [])),
    ),
  ].filter((id) => !contents.includes(id))
  const below = await ofPage(db, 'f.parent_id', contents)
  const about = await ofPage(db, 'f.comment_id', contents)
  const near = await ofPage(db, 'f.parent_id', beside)
  const naming = near.filter(({ message, valueRaw }) => {
    const said = `${message ?? ''}\n${valueRaw ?? ''}`
    return [...names, ...ids].some((word) => said.includes(word))
  })
  const replies = [...below, ...about, ...naming]
  const ownIds = replies.flatMap(({ comment_id }) => comment_id ?? []).filter((id) => !contents.includes(id))
  const aboutReplies = await ofPage(db, 'f.comment_id', [...new Set(ownIds)])
  const byId = new Map([...replies, ...aboutReplies].map((reply) => [reply.kwInteractionId, reply]))
  return [...byId.values()]
}

async function ofPage(
  db: Kysely<Database>,
  column: 'f.parent_id' | 'f.comment_id',
  values: readonly string[],
) {
  if (values.length === 0) return []
  return await db
    .selectFrom('chanFacebookFeed as f')
    .innerJoin('interaction as i', 'i.kwInteractionId', 'f.kwInteractionId')
    .select(['i.kwInteractionId', 'i.ts', 'f.comment_id', 'f.message', 'f.valueRaw'])
    .where(column, 'in', values)
    .where(({ or, and, eb }) =>
      or([
        eb('i.pId', 'like', asProfileId('page:%')),
        and([eb('i.pId', '=', asProfileId('anonymous')), eb('f.item', '=', 'comment')]),
      ]),
    )
    .execute()
}

/** The Page's replies on the feed that these turns led to. */
export async function findSentReplies(
  db: Kysely<Database>,
  turnIds: readonly TurnId[],
): Promise<PageReply[]> {
  if (turnIds.length === 0) return []
  const sent = await db
    .selectFrom('outbound')
    .select('platformId')
    .where('turnId', 'in', turnIds)
    .where('channel', '=', 'facebookFeed')
    .where('platformId', 'is not', null)
    .execute()
  return await ofPage(
    db,
    'f.comment_id',
    sent.flatMap(({ platformId }) => platformId ?? []),
  )
}

export interface DatedContent {
  readonly id: string
  /** When something happened to it, ms. */
  readonly ts: number
}

const atOnce = 500

/** What a delivery may name instead of the customer, and when the customer was first seen, ms. */
export async function findContents(
  db: Kysely<Database>,
  plan: ForgetPlan,
): Promise<{ readonly contents: readonly DatedContent[]; readonly firstTs: number | undefined }> {
  const contents: DatedContent[] = []
  const add = (id: string | null | undefined, ts: Date | null): void => {
    if (id !== null && id !== undefined) contents.push({ id, ts: ts?.getTime() ?? 0 })
  }
  if (plan.pIds.length === 0) return { contents, firstTs: undefined }
  let after = '0'
  for (;;) {
    const rows = await findFeedRows(db, plan, { after, limit: atOnce })
    for (const row of rows) add(contentIdOf(row), row.ts)
    const replies = await findPageReplies(db, rows, { names: plan.names, ids: facebookIds(plan) })
    const turns = await findTurnIds(
      db,
      rows.map(({ kwInteractionId }) => kwInteractionId),
    )
    for (const { comment_id, ts } of [...replies, ...(await findSentReplies(db, turns))]) add(comment_id, ts)
    if (rows.length < atOnce) break
    after = rows.at(-1)?.kwInteractionId ?? after
  }
  const { first } = await db
    .selectFrom('interaction')
    .select(({ fn }) => fn.min('ts').as('first'))
    .where('pId', 'in', plan.pIds.map(asProfileId))
    .executeTakeFirstOrThrow()
  return { contents, firstTs: first?.getTime() }
}

export async function findTurnIds(
  db: Kysely<Database>,
  interactionIds: readonly string[],
): Promise<TurnId[]> {
  if (interactionIds.length === 0) return []
  const turns = await db
    .selectFrom('turn')
    .select('id')
    .where('kwInteractionId', 'in', interactionIds)
    .execute()
  return turns.map(({ id }) => id)
}
