/** The table `inboxWord`. It follows from the texts that are there: any order and any repeat gives the same rows. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import { inTransaction } from '../../mysql/in-transaction.ts'
import { createBulkInsert } from '../../mysql/bulk-insert.ts'
import type { Database } from '../../mysql/schema.ts'
import type { Group } from './find-groups.ts'
import { readNames } from './read-facts.ts'
import { isSaid, ofGroup } from './read-said.ts'
import { unionAll } from './union-all.ts'
import { lockThreads } from './write-entries.ts'
import { wordsOf } from './words.ts'

/** A text that a conversation has. `ts` undefined: it is the customer's name. */
export interface DatedText {
  readonly conversationId: ConversationId
  readonly text: string
  readonly ts: number | undefined
}

const groupsAtOnce = 25
const wordsAtOnce = 500

/** `day` of a word of the name: no age masks it. */
const nameDay = 0

/** A word that is in the name, too, stays that. Else the latest day counts. */
const insertWords = createBulkInsert(
  'inboxWord',
  ['conversationId', 'word', 'day'],
  `day = if(inboxWord.day = ${nameDay} or values(day) = ${nameDay}, ${nameDay}, greatest(inboxWord.day, values(day)))`,
)

/** The words of these texts are in the table, beside the others. May be repeated. */
export async function addWords(db: Kysely<Database>, texts: readonly DatedText[]): Promise<void> {
  const rows = toRows(texts)
  if (rows.length === 0) return
  const ids = [...new Set(texts.map(({ conversationId }) => conversationId))]
  await inTransaction(db, async (transaction) => {
    const alive = await lockThreads(transaction, ids)
    await insertWords(
      transaction,
      rows.filter(([id]) => alive.has(id)),
    )
  })
}

type WordRow = readonly [ConversationId, string, number]

/** Sorted, so that two writers never wait for each other in a circle. */
function toRows(texts: readonly DatedText[]): WordRow[] {
  const days = new Map<string, WordRow>()
  for (const { conversationId, text, ts } of texts) {
    const day = ts === undefined ? nameDay : dayOf(ts)
    for (const word of wordsOf(text)) {
      const key = `${conversationId} ${word}`
      const known = days.get(key)?.[2]
      if (known === undefined || (known !== nameDay && (day > known || day === nameDay)))
        days.set(key, [conversationId, word, day])
    }
  }
  return [...days.values()].toSorted(
    ([id, word], [otherId, other]) => Number(id) - Number(otherId) || (word < other ? -1 : 1),
  )
}

/** 20261129 */
export function dayOf(ts: number): number {
  return Number(new Date(Math.max(0, ts)).toISOString().slice(0, 10).replaceAll('-', ''))
}

/** These conversations have the words of their texts and of the customer's name, and no others. */
export async function rewriteWords(db: Kysely<Database>, groups: readonly Group[]): Promise<void> {
  for (let from = 0; from < groups.length; from += groupsAtOnce) {
    const some = groups.slice(from, from + groupsAtOnce)
    const rows = toRows(await readTexts(db, some))
    await inTransaction(db, (transaction) => replaceWords(transaction, some, rows))
  }
}

const nameOf = (id: ConversationId, word: string): string => `${id} ${word}`

async function replaceWords(
  transaction: Transaction<Database>,
  groups: readonly Group[],
  rows: readonly WordRow[],
): Promise<void> {
  const all = groups.flatMap(({ threads }) => threads.map(({ id }) => id))
  const alive = await lockThreads(transaction, all)
  const known = await transaction
    .selectFrom('inboxWord')
    .select(['conversationId', 'word', 'day'])
    .where('conversationId', 'in', all)
    .execute()
  const wanted = new Map(rows.map(([id, word, day]) => [nameOf(id, word), day]))
  const isSame = (row: (typeof known)[number]): boolean =>
    wanted.get(nameOf(row.conversationId, row.word)) === row.day
  for (const [id, stale] of Map.groupBy(
    known.filter((row) => !isSame(row)),
    ({ conversationId }) => conversationId,
  ))
    for (let from = 0; from < stale.length; from += wordsAtOnce)
      await transaction
        .deleteFrom('inboxWord')
        .where('conversationId', '=', id)
        .where(
          'word',
          'in',
          stale.slice(from, from + wordsAtOnce).map(({ word }) => word),
        )
        .execute()
  const same = new Set(known.filter(isSame).map(({ conversationId, word }) => nameOf(conversationId, word)))
  await insertWords(
    transaction,
    rows.filter(([id, word]) => alive.has(id) && !same.has(nameOf(id, word))),
  )
}

/** Everything that was said in the conversations and is there still, and the customers' names. */
async function readTexts(db: Kysely<Database>, groups: readonly Group[]): Promise<DatedText[]> {
  const text = sql`coalesce(m.text, f.message)`
  const isThere = sql`${text} is not null and m.removedTs is null and f.removedTs is null`
  const own = await unionAll<TextRow & { readonly contentId: string | null }>(
    db,
    groups.map(
      (group, at) => sql`select ${sql.lit(at)} as at, ${text} as text, i.ts,
        coalesce(f.comment_id, f.post_id) as contentId
      from interaction i
      left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
      left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId
      where ${ofGroup(group)} and ${isSaid} and ${isThere}`,
    ),
  )
  const contents = new Map(
    own.flatMap(({ contentId, at }) => (contentId === null ? [] : [[contentId, at] as const])),
  )
  const replies = await readReplies(db, contents)
  const names = await readNames(
    db,
    groups.map(({ pId }) => pId),
  )
  const ids = groups.map(({ threads }) => threads[0].id)
  return [
    ...[...own, ...replies].flatMap((row) => {
      const conversationId = ids[Number(row.at)]
      return conversationId === undefined
        ? []
        : [{ conversationId, text: row.text, ts: row.ts?.getTime() ?? 0 }]
    }),
    ...groups.flatMap(({ pId, threads: [{ id: conversationId }] }) => {
      const name = names.get(pId)
      return name === undefined ? [] : [{ conversationId, text: name, ts: undefined }]
    }),
  ]
}

interface TextRow {
  readonly at: number | string
  readonly text: string
  readonly ts: Date | null
}

/** What the Page wrote below these comments and posts. */
async function readReplies(
  db: Kysely<Database>,
  contents: ReadonlyMap<string, number | string>,
): Promise<TextRow[]> {
  const ids = [...contents.keys()]
  const found: TextRow[] = []
  for (let from = 0; from < ids.length; from += wordsAtOnce) {
    const { rows } = await sql<Omit<TextRow, 'at'> & { readonly parentId: string }>`
      select f.message as text, i.ts, f.parent_id as parentId from chanFacebookFeed f
      join interaction i on i.kwInteractionId = f.kwInteractionId
      where f.parent_id in (${sql.join(ids.slice(from, from + wordsAtOnce))}) and f.item = 'comment'
        and f.verb = 'add' and i.direction = 'out' and f.message is not null and f.removedTs is null`.execute(
      db,
    )
    found.push(...rows.map(({ parentId, ...row }) => ({ ...row, at: contents.get(parentId) ?? -1 })))
  }
  return found
}
