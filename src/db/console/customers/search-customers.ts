import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../../domain/ids.ts'
import { findByName, findLines } from '../../customers/find-by-name.ts'
import type { Database } from '../../mysql/schema.ts'
import { known } from '../inbox/message-parts.ts'
import { askedWordsOf } from '../inbox/words.ts'

export interface CustomerHit {
  readonly pId: ProfileId
  readonly name?: string
  readonly email?: string
  readonly phone?: string
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
  const pIds = [...new Set(found)].slice(0, limit)
  const [lines, contacts] = [await findLines(db, pIds), await findContacts(db, pIds)]
  return lines.map(({ pId, name, lastInteractionTs }) => ({
    pId,
    ...known({ name, lastTs: lastInteractionTs?.getTime(), ...contacts.get(pId) }),
  }))
}

/** What helps to tell customers of one name apart. */
async function findContacts(db: Kysely<Database>, pIds: readonly ProfileId[]) {
  if (pIds.length === 0) return new Map<ProfileId, never>()
  const rows = await db
    .selectFrom('profile')
    .select(['pId', 'email', 'phone'])
    .where('pId', 'in', pIds)
    .execute()
  return new Map(
    rows.map(({ pId, email, phone }) => [pId, { email: email ?? undefined, phone: phone ?? undefined }]),
  )
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
