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
  for (const group of groups) {
    const [{ id }, ...others] = group.threads
    const rows = toRows(await readTexts(db, group))
    await inTransaction(db, (transaction) =>
      replaceWords(transaction, { id, rows, empty: others.map((other) => other.id) }),
    )
  }
}

async function replaceWords(
  transaction: Transaction<Database>,
  {
    id,
    rows,
    empty,
  }: {
    readonly id: ConversationId
    readonly rows: readonly WordRow[]
    readonly empty: readonly ConversationId[]
  },
): Promise<void> {
  const alive = await lockThreads(transaction, [id])
  if (empty.length > 0)
    await transaction.deleteFrom('inboxWord').where('conversationId', 'in', empty).execute()
  if (!alive.has(id)) return
  const known = await transaction
    .selectFrom('inboxWord')
    .select(['word', 'day'])
    .where('conversationId', '=', id)
    .execute()
  const wanted = new Map(rows.map(([, word, day]) => [word, day]))
  const stale = known.filter(({ word, day }) => wanted.get(word) !== day).map(({ word }) => word)
  for (let from = 0; from < stale.length; from += 500)
    await transaction
      .deleteFrom('inboxWord')
      .where('conversationId', '=', id)
      .where('word', 'in', stale.slice(from, from + 500))
      .execute()
  const same = new Set(known.filter(({ word, day }) => wanted.get(word) === day).map(({ word }) => word))
  await insertWords(
    transaction,
    rows.filter(([, word]) => !same.has(word)),
  )
}

/** Everything that was said in the conversation and is there still, and the customer's name. */
async function readTexts(db: Kysely<Database>, group: Group): Promise<DatedText[]> {
  const [{ id }] = group.threads
  const text = sql`coalesce(m.text, f.message)`
  const isThere = sql`${text} is not null and m.removedTs is null and f.removedTs is null`
  const joined = sql`interaction i
    left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId`
  const own = await unionAll<{ text: string; ts: Date | null; contentId: string | null }>(db, [
    sql`select ${text} as text, i.ts, coalesce(f.comment_id, f.post_id) as contentId from ${joined}
      where ${ofGroup(group)} and ${isSaid} and ${isThere}`,
  ])
  const contents = [...new Set(own.flatMap(({ contentId }) => contentId ?? []))]
  const replies =
    contents.length === 0
      ? []
      : await unionAll<{ text: string; ts: Date | null }>(db, [
          sql`select f.message as text, i.ts from chanFacebookFeed f
            join interaction i on i.kwInteractionId = f.kwInteractionId
            where f.parent_id in (${sql.join(contents)}) and f.item = 'comment' and f.verb = 'add'
              and i.direction = 'out' and f.message is not null and f.removedTs is null`,
        ])
  const names = await readNames(db, [group.pId])
  const name = names.get(group.pId)
  return [
    ...[...own, ...replies].map((row) => ({
      conversationId: id,
      text: row.text,
      ts: row.ts?.getTime() ?? 0,
    })),
    ...(name === undefined ? [] : [{ conversationId: id, text: name, ts: undefined }]),
  ]
}
