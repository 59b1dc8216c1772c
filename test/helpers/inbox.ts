/** The Inbox of a test's database, without the ids that a run gives by chance. */
import { openProjector, type InboxChange, type Projector } from '../../src/db/console/inbox/projector.ts'
import { createLateness } from '../../src/domain/lateness.ts'
import { createEventRecorder, type EventRecorder } from '../../src/db/record-events.ts'
import { openTables } from './open-tables.ts'
import type { TestDatabase } from './database.ts'

/** A tracking installation whose bot listens to messages and comments, and a projector with a clock of its own. */
export async function openInbox(startTs: number) {
  const tables = await openTables()
  const { db } = tables
  let now = startTs
  const changes: InboxChange[] = []
  const options = { now: () => now, onChange: (change: InboxChange) => changes.push(change) }
  let projector: Projector = await openProjector(db, options)
  return {
    ...tables,
    tracking: createTracking(db, () => now),
    changes,
    now: () => now,
    /** Everything that there is, is in the Inbox, also what becomes visible a while later. */
    async settle(): Promise<void> {
      for (let steps = 0; steps < 8; steps += 1) {
        for (let isMore = true; isMore;) isMore = await projector.round(true)
        now += 15_000
      }
    },
    async round(ms = 100): Promise<void> {
      now += ms
      for (let isMore = true; isMore;) isMore = await projector.round(true)
    },
    /** As after a restart of the console. */
    async reopen(): Promise<void> {
      projector = await openProjector(db, options)
    },
    set: (ms: number) => {
      now = ms
    },
  }
}

export function createTracking(
  db: Parameters<typeof createEventRecorder>[0],
  now: () => number,
): EventRecorder {
  return createEventRecorder(db, {
    conversationRules: {
      listensTo: (kind) => kind === 'message' || kind === 'comment' || kind === 'postback',
      lateness: createLateness(),
      now,
      ownAppId: '7',
      silenceMs: 3_600_000,
    },
  })
}

/** Entries and words by the customer's id, as text. */
export async function dumpInbox(database: TestDatabase): Promise<string> {
  const entries = await database.query(
    `select c.pageId, c.psid, e.* from inboxEntry e left join conversation c on c.id = e.conversationId
      order by c.pageId, c.psid`,
  )
  const words = await database.query(
    `select c.psid, w.word, w.day from inboxWord w left join conversation c on c.id = w.conversationId
      order by c.pageId, c.psid, w.word`,
  )
  return [...entries, ...words]
    .map((row) => JSON.stringify(row, (name, value) => (byChance.has(name) ? undefined : value)))
    .join('\n')
}

const byChance = new Set(['conversationId', 'writtenTs'])
