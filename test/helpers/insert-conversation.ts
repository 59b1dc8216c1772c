import { asConversationId, type ConversationId } from '../../src/domain/ids.ts'
import type { TestDatabase } from './database.ts'

/** A row of `conversation` with these values. The customer is `601` on the Page `100`, unless they are given. */
export async function insertConversation(
  database: Pick<TestDatabase, 'query'>,
  values: Readonly<Record<string, string | number | null>> = {},
): Promise<ConversationId> {
  const row = { pageId: '100', psid: '601', ...values }
  const names = Object.keys(row)
  await database.query(
    `insert into conversation (${names.join()}) values (${names.map(() => '?').join()})`,
    Object.values(row),
  )
  const [{ id } = { id: undefined }] = await database.query('select max(id) as id from conversation')
  return asConversationId(String(id))
}
