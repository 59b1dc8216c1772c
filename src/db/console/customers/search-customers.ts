import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../../domain/ids.ts'
import { findByName, findLines } from '../../customers/find-by-name.ts'
import type { Database } from '../../mysql/schema.ts'
import { askedWordsOf } from '../inbox/words.ts'

export interface CustomerHit {
  readonly pId: ProfileId
  readonly name?: string
  readonly lastTs?: number
}

/**
 * Customers with this id, else those whose name has these words. Names of customers in the Inbox are found by an index;
 * only where there are none, all customers are read.
 */
export async function searchCustomers(
  db: Kysely<Database>,
  text: string,
  limit: number,
): Promise<CustomerHit[]> {
  const byId = await findById(db, text, limit)
  const byWords = byId.length > 0 ? [] : await findInInbox(db, text, limit)
  const found = byId.length + byWords.length > 0 ? [...byId, ...byWords] : await findByName(db, text, limit)
  const lines = await findLines(db, [...new Set(found)].slice(0, limit))
  return lines.map(({ pId, name, lastInteractionTs }) => ({
    pId,
    ...(name === undefined ? {} : { name }),
    ...(lastInteractionTs === undefined ? {} : { lastTs: lastInteractionTs.getTime() }),
  }))
}

/** `text` is a `pId`, or an id of any kind as it is stored; an e-mail in small letters. */
async function findById(db: Kysely<Database>, text: string, limit: number): Promise<ProfileId[]> {
  const values = [...new Set([text, text.toLowerCase(), text.replaceAll(/[\s()/-]/g, '')])]
  const { rows } = await sql<{ readonly pId: ProfileId }>`
    select distinct pId from (
      (select pId from chan2Profile where pId = ${text} limit 1)
      union all (select pId from chan2Profile where channelId in (${sql.join(values)}) limit ${limit})
    ) x limit ${limit}`.execute(db)
  return rows.map(({ pId }) => pId)
}

async function findInInbox(db: Kysely<Database>, text: string, limit: number): Promise<ProfileId[]> {
  const [first, ...others] = askedWordsOf(text)
  if (first === undefined) return []
  const more = others.map(
    (word) => sql`and exists (select 1 from inboxWord o where o.conversationId = w.conversationId
      and o.word like ${`${word}%`} and o.day = 0)`,
  )
  const { rows } = await sql<{ readonly pId: ProfileId }>`
    select distinct e.pId from inboxWord w join inboxEntry e on e.conversationId = w.conversationId
    where w.word like ${`${first}%`} and w.day = 0 ${sql.join(more, sql` `)} limit ${limit}`.execute(db)
  return rows.map(({ pId }) => pId)
}
