import type { Connection, RowDataPacket } from 'mysql2/promise'

/** The numbers of one row, by column. */
export async function readNumbers(
  connection: Pick<Connection, 'query'>,
  sql: string,
): Promise<Record<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(sql)
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]))
}

const countedTables =
  'interaction chanFacebookFeed chanFacebookMessenger chan2Profile profile profileFacebook page conversation ' +
  'receipt receiptMid pageMessage contentState contentRow deadLetter'

/** What the tables hold, in numbers: two designs that did the same work agree in all of them. */
export async function fingerprint(connection: Connection): Promise<Record<string, number>> {
  const counts = countedTables.split(' ').map((table) => `(SELECT COUNT(*) FROM ${table}) ${table}`)
  return await readNumbers(
    connection,
    `SELECT ${counts.join(', ')},
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE deliveredFlag = 1) delivered,
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE readFlag = 1) readMessages,
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE removedTs IS NOT NULL OR editedTs IS NOT NULL) changedMessages,
      (SELECT COUNT(*) FROM chanFacebookFeed WHERE removedTs IS NOT NULL) removedFeed,
      (SELECT SUM(deliveries) FROM webhookDelivery) deliveries,
      (SELECT SUM(UNIX_TIMESTAMP(lastInteractionTs)) FROM profileFacebook) lastInteractions,
      (SELECT COUNT(*) FROM profileFacebook WHERE name IS NOT NULL) named`,
  )
}
