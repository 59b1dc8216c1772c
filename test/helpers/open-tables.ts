import test from 'ava'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import { createTestDatabase } from './database.ts'
import { decodeAll } from './decoded.ts'
import { emptyTables } from './dump-tables.ts'

/** One database for all tests of the file (making one takes a second under load), so they are `test.serial`. */
let shared: ReturnType<typeof open> | undefined

async function open() {
  const database = await createTestDatabase()
  return { database, db: createDatabase({ url: database.url, poolSize: 6 }) }
}

test.after.always(async () => {
  const { database, db } = (await shared) ?? {}
  await db?.destroy()
  await database?.drop()
})

/** The file's database with empty tables, and the functions that write to it. */
export async function openTables() {
  shared ??= open()
  const { database, db } = await shared
  await emptyTables(database)
  const interactions = createEventRecorder(db)
  const receipts = createReceipts(db)
  return {
    database,
    db,
    interactions,
    receipts,
    /** What is in these deliveries is recorded, one call for all of them. */
    async record(...bodies: readonly string[]): Promise<void> {
      const decoded = decodeAll(bodies)
      await interactions.record(decoded.events)
      await receipts.record(decoded.receipts)
    },
    /** Columns of the Messenger rows with this mid, by the kind of event. */
    messages: (mid: string, columns: string) =>
      database.query(
        `select i.interactionType as kind, ${columns} from chanFacebookMessenger m
          join interaction i using (kwInteractionId) where m.mid = ? order by i.ts, kind`,
        [mid],
      ),
    /** Columns of the feed rows of this comment or post, in the order they happened. */
    feed: (id: string, columns: string) =>
      database.query(
        `select f.verb, ${columns} from chanFacebookFeed f join interaction i using (kwInteractionId)
          where f.comment_id = ? or (f.post_id = ? and f.item != 'comment') order by i.ts, i.eventKey`,
        [id, id],
      ),
  }
}
