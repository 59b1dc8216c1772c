import test from 'ava'
import { Kysely, MysqlDialect } from 'kysely'
import { createDatabaseClock } from '../../../src/db/mysql/database-clock.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'

/** A database that is not asked here. */
const db = new Kysely<Database>({
  dialect: new MysqlDialect({
    pool: () => {
      throw new Error('this call is not expected')
    },
  }),
})

/** Clocks that this test sets: the database's time is `ahead` of the monotonic time. */
function open({ ahead, machine = 0 }: { ahead: number; machine?: number }) {
  const time = { at: 1_000, ahead }
  const clock = createDatabaseClock(db, { monotonic: () => time.at, machine: () => time.at + machine })
  /** A statement, with the time that it takes to the server and back. */
  function statement(thereMs: number, backMs: number): void {
    const sentAt = time.at
    time.at += thereMs
    const told = Math.floor(time.at + time.ahead)
    time.at += backMs
    clock.tell(told, sentAt)
  }
  return { time, clock, statement }
}

test('until a statement told the time it is that of the machine', (t) => {
  const { clock } = open({ ahead: 50_000, machine: 7_000 })
  t.is(clock.now(), 8_000)
  t.is(clock.machineAheadMs(), undefined)
})

test('it is never behind the database, and ahead of it by the fastest round trip at most', (t) => {
  const { time, clock, statement } = open({ ahead: 50_000 })
  for (const [thereMs, backMs] of [
    [900, 1],
    [2, 3],
    [1, 4_000],
    [4_000, 1],
  ] as const) {
    statement(thereMs, backMs)
    t.true(clock.now() >= time.at + 50_000, `${thereMs} ms there, ${backMs} ms back`)
  }
  t.true(clock.now() <= time.at + 50_000 + 10, 'the statement of 5 ms counts')
})

test('the clock of the machine may be set at any time', (t) => {
  const { time, clock, statement } = open({ ahead: 50_000, machine: 350_000 })
  statement(1, 1)
  const before = clock.now()
  time.at += 100
  t.is(clock.now(), before + 100)
  t.true(Math.abs((clock.machineAheadMs() ?? 0) - 300_000) <= 3)
})

test('a database whose clock was set, or another server, is believed at once', (t) => {
  const { time, clock, statement } = open({ ahead: 50_000 })
  statement(1, 1)
  for (const ahead of [20_000, 80_000]) {
    time.ahead = ahead
    statement(1, 1)
    t.true(clock.now() >= time.at + ahead && clock.now() <= time.at + ahead + 4, `${ahead}`)
  }
})

test('clocks that drift apart over a day are followed', (t) => {
  const { time, clock, statement } = open({ ahead: 50_000 })
  statement(1, 1)
  for (let round = 0; round < 8_640; round += 1) {
    time.at += 10_000
    time.ahead += 0.5
    statement(1, 1)
    if (clock.now() < time.at + time.ahead) return t.fail(`behind in round ${round}`)
  }
  t.true(clock.now() <= time.at + time.ahead + 10)
})
