import test from 'ava'
import * as fc from 'fast-check'
import { rebuildInbox } from '../../../../src/db/console/inbox/rebuild.ts'
import { at, decodeAll } from '../../../helpers/decoded.ts'
import { emptyTables } from '../../../helpers/dump-tables.ts'
import { dumpInbox, openInbox } from '../../../helpers/inbox.ts'
import { livelyDay } from '../../../helpers/lively-day.ts'

const { events, receipts } = decodeAll(livelyDay)

test.serial('the Inbox is the same after any order of events, in steps or rebuilt', async (t) => {
  let expected: string | undefined
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(
        events.map((_, index) => index),
        { minLength: events.length },
      ),
      fc.integer({ min: 3, max: 30 }),
      async (order, size) => {
        const inbox = await openInbox(at(100_000))
        await emptyTables(inbox.database)
        await inbox.reopen()
        for (let from = 0; from < order.length; from += size) {
          await inbox.tracking.record(order.slice(from, from + size).flatMap((place) => events[place] ?? []))
          await inbox.round()
        }
        await inbox.receipts.record(receipts)
        await inbox.settle()
        inbox.set(at(200_000))
        await inbox.settle()
        const inSteps = await dumpInbox(inbox.database)
        await rebuildInbox(inbox.db, { now: inbox.now })
        const rebuilt = await dumpInbox(inbox.database)
        t.is(inSteps, rebuilt)
        expected ??= rebuilt
        t.is(rebuilt, expected)
      },
    ),
    { numRuns: 6 },
  )
  t.true((expected ?? '').split('\n').length > 40)
})
