import test from 'ava'
import type { Kysely } from 'kysely'
import type { Settlement } from '../../src/db/conversation/outbound.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { PagePause } from '../../src/domain/page-pause.ts'
import { toSilenceReason, type OutboundReason, type TurnOutcome } from '../../src/domain/reasons.ts'
import { GraphRejectedError } from '../../src/errors.ts'

// `tsc --noEmit` checks this file: an `@ts-expect-error` above a line that compiles is an error itself.

const right: readonly (OutboundReason | TurnOutcome)[] = [
  'answered',
  'silent_person',
  'ECONNREFUSED',
  'token',
]

// @ts-expect-error an outcome that no turn has
const outcome: TurnOutcome = 'replied'
// @ts-expect-error a reason that no row has
const settlement: Settlement = { to: 'failed', reason: 'no_idea' }
// @ts-expect-error a state that no row has
const state: Settlement = { to: 'lost' }
// @ts-expect-error a pause for a reason of its own
const pause: PagePause = { untilMs: 1, reason: 'tired' }

/** Never run: the compiler reads it. */
export const wrongUses = (db: Kysely<Database>): readonly unknown[] => [
  // @ts-expect-error a state that no turn has
  db.updateTable('turn').set({ state: 'closed' }),
  // @ts-expect-error a silence for a reason of its own
  db.updateTable('conversation').set({ silentReason: 'tired' }),
  // @ts-expect-error a fault that no call has
  new GraphRejectedError({ reason: 'no_idea', meaning: 'token' }),
]

test('a reason, outcome or state outside of its list does not compile', (t) => {
  t.is([outcome, settlement, state, pause].length, 4)
  t.is(right.length, 4)
})

test('a reason in a row that this version does not know is unknown', (t) => {
  t.deepEqual(['person', 'handed_over', 'tired', ''].map(toSilenceReason), [
    'person',
    'handed_over',
    'unknown',
    'unknown',
  ])
})
