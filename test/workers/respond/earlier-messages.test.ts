import test from 'ava'
import type { OpenTurn } from '../../../src/db/conversation/turn-row.ts'
import { watchEarlierMessages } from '../../../workers/respond/earlier-messages.ts'
import { minuteMs, now, turnOf } from '../../helpers/worker-ports.ts'

interface Given {
  readonly turn?: Partial<OpenTurn>
  /** Results of the checks, one after the other; false after the last. */
  readonly underWay?: readonly boolean[]
  /** How long each check takes, ms. */
  readonly checkMs?: number
}

function watchOf({ turn = {}, underWay = [], checkMs = 0 }: Given = {}) {
  const checks: unknown[] = []
  const clock = { ms: now }
  const left = [...underWay]
  const watch = watchEarlierMessages(
    {
      isUnderWay: async (...asked) => {
        checks.push(asked)
        clock.ms += checkMs
        return left.shift() ?? false
      },
      limits: { replyMs: 15 * minuteMs },
      now: () => clock.ms,
    },
    turnOf({ openedTs: now, ts: now - 500, ...turn }),
    ['stitch-1'],
  )
  return { checks, clock, watch }
}

/** How long a turn of this age waits for the next check, ms. */
function waitMsOf(ageMs: number): number {
  const progress = watchOf({ turn: { openedTs: now - ageMs } }).watch.wait()
  return typeof progress === 'object' ? progress.waitUntil - now : NaN
}

test('asks for jobs with a message of this customer from before the turn', async (t) => {
  const { checks, watch } = watchOf()
  t.false(await watch.areExpected())
  t.deepEqual(checks, [['77', now - 500, ['stitch-1']]])
})

test('a job that is done after some checks is waited for in place', async (t) => {
  const { checks, watch } = watchOf({ underWay: [true, true, true] })
  t.false(await watch.areExpected())
  t.is(checks.length, 4)
})

test('a job that is not done after four checks makes the reply wait', async (t) => {
  const { checks, watch } = watchOf({ underWay: [true, true, true, true, true] })
  t.true(await watch.areExpected())
  t.is(checks.length, 4)
})

test('a comment waits for nothing: its time is in whole seconds', async (t) => {
  const { checks, watch } = watchOf({ turn: { kind: 'comment' }, underWay: [true] })
  t.false(await watch.areExpected())
  t.deepEqual(checks, [])
})

test('a turn that has waited for half of the time for a reply waits no longer', async (t) => {
  const always = Array.from({ length: 8 }, () => true)
  const before = watchOf({ turn: { openedTs: now - 7.4 * minuteMs }, underWay: always })
  t.true(await before.watch.areExpected())
  const after = watchOf({ turn: { openedTs: now - 7.5 * minuteMs }, underWay: always })
  t.false(await after.watch.areExpected())
  t.deepEqual(after.checks, [])
})

test('a check counts for ten milliseconds, then it is made again', async (t) => {
  const { checks, clock, watch } = watchOf()
  await watch.areExpected()
  clock.ms += 10
  t.false(await watch.cameMeanwhile())
  t.is(checks.length, 1)
  clock.ms += 1
  t.false(await watch.cameMeanwhile())
  t.is(checks.length, 2)
})

test('a check that itself takes long is made once more, and no more', async (t) => {
  const { checks, clock, watch } = watchOf({ checkMs: 20 })
  await watch.areExpected()
  clock.ms += 300
  t.false(await watch.cameMeanwhile())
  t.is(checks.length, 3)
})

test('a message that came while the reply was chosen makes the reply wait', async (t) => {
  const { clock, watch } = watchOf({ underWay: [false, true, true, true, true] })
  t.false(await watch.areExpected())
  clock.ms += 300
  t.true(await watch.cameMeanwhile())
})

test('the next check is soon for a young turn, and three seconds later for an old one', (t) => {
  t.deepEqual([0, 100, 400, 8_000, minuteMs].map(waitMsOf), [50, 50, 100, 2_000, 3_000])
})
