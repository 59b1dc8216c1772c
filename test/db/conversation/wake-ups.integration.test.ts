import test, { type ExecutionContext } from 'ava'
import { feedChannel } from '../../../src/domain/event.ts'
import { asPageId, asProfileId, asPsid, asTurnId } from '../../../src/domain/ids.ts'
import { longestYieldMs, type ReplyChannel, replyChannels } from '../../../src/domain/turn.ts'
import { createWakeUps, type WakeUpOf } from '../../../src/db/conversation/wake-ups.ts'
import { openTables } from '../../helpers/open-tables.ts'

const now = Date.UTC(2026, 10, 22, 12)

test.serial(
  'old work without a schedule is found at once, and scheduled conversations when their time comes',
  async (t) => {
    for (const channel of replyChannels) await testChannel(t, channel)
  },
)

async function testChannel(t: ExecutionContext, channel: ReplyChannel): Promise<void> {
  const { db } = await openTables()
  const wakeUps = createWakeUps(db)
  const wakes = {
    unscheduled: null,
    overdue: now - 60_000,
    soon: now + 20_000,
    later: now + 3_600_000,
    fresh: null,
  }
  for (const [index, [name, wakeTs]] of Object.entries(wakes).entries()) {
    const psid = asPsid(name)
    await db
      .insertInto('conversation')
      .values({ pageId: asPageId('1001'), psid })
      .execute()
    const { id } = await db
      .selectFrom('conversation')
      .select('id')
      .where('psid', '=', psid)
      .executeTakeFirstOrThrow()
    if (wakeTs !== null) await wakeUps.wakeAt({ conversationId: id, channel }, wakeTs)
    const createdTs = name === 'fresh' ? now - 1_000 : now - 40_000
    const turn = {
      kwInteractionId: String(index + 1),
      conversationId: id,
      pId: asProfileId(`facebook:${psid}`),
      ts: String(createdTs),
      facts: '{}',
      channel,
      openedTs: String(createdTs),
      readyTs: String(createdTs),
    }
    // An open turn in one, an outbound message in the next.
    if (index % 2 === 0) await db.insertInto('turn').values(turn).execute()
    else
      await db
        .insertInto('outbound')
        .values({
          turnId: asTurnId(String(index + 1)),
          step: 0,
          conversationId: id,
          action: '{}',
          channel,
          expiresTs: now,
          createdTs,
        })
        .execute()
  }
  const namesOf = async (found: readonly WakeUpOf[]): Promise<string[]> => {
    t.true(found.every((of) => of.channel === channel))
    const ids = found.map(({ conversationId }) => conversationId)
    const rows = await db.selectFrom('conversation').select('psid').where('id', 'in', ids).execute()
    return rows.map(({ psid }) => psid)
  }
  t.deepEqual(await namesOf(await wakeUps.findUnscheduled(now, 100)), ['unscheduled'])
  t.is(await wakeUps.findNext(), wakes.overdue)
  t.deepEqual(await namesOf(await wakeUps.takeDue(now, 100)), ['overdue'])
  t.is(await wakeUps.findNext(), now + 5_000, 'the taken one comes again if its sweeper died')
  t.deepEqual(await wakeUps.takeDue(now, 100), [], 'taken already')
  // A job of the feed may be put off before it gets to respond.
  for (const [ageMs, found] of [
    [8_000, channel === feedChannel ? ['unscheduled'] : ['unscheduled', 'fresh']],
    [6_000 + longestYieldMs, ['unscheduled', 'fresh']],
  ] as const) {
    await db
      .updateTable('turn')
      .set({ openedTs: String(now - ageMs) })
      .where('kwInteractionId', '=', String(Object.keys(wakes).indexOf('fresh') + 1))
      .execute()
    const names = await namesOf(await wakeUps.findUnscheduled(now, 100))
    t.deepEqual(names.toSorted(), found.toSorted(), `${channel} ${ageMs}`)
  }
}
