import test from 'ava'
import { type Breaker, type BreakerOptions, createBreaker, type Pass } from '../src/breaker.ts'

function openBreaker(options: BreakerOptions = {}) {
  const clock = { at: 0 }
  const changes: string[] = []
  const breaker = createBreaker({
    openAfter: 2,
    openMs: 100,
    now: () => clock.at,
    onChange: (state) => changes.push(state),
    ...options,
  })
  return { breaker, clock, changes }
}

function enter(breaker: Breaker): Pass {
  const pass = breaker.enter()
  if (pass === undefined) throw new Error('the breaker is open')
  return pass
}

test('opens after failures in a row, lets one call through as a trial, and closes when that succeeds', (t) => {
  const { breaker, clock, changes } = openBreaker()
  enter(breaker).failed()
  enter(breaker).succeeded()
  enter(breaker).failed()
  t.is(breaker.openForMs(), 0)
  enter(breaker).failed()
  t.is(breaker.enter(), undefined)
  t.is(breaker.openForMs(), 100)

  clock.at = 99
  t.is(breaker.enter(), undefined)
  clock.at = 100
  const trial = enter(breaker)
  t.is(breaker.enter(), undefined, 'one trial at a time')
  trial.succeeded()
  enter(breaker).succeeded()
  t.deepEqual(changes, ['open', 'closed'])
})

test('a trial that fails opens the breaker again, for twice as long where a longest time is set', (t) => {
  const { breaker, clock, changes } = openBreaker({ openAfter: 1, longestOpenMs: 300 })
  enter(breaker).failed()
  const openFor: number[] = []
  for (let trial = 0; trial < 4; trial += 1) {
    openFor.push(breaker.openForMs())
    clock.at += breaker.openForMs()
    enter(breaker).failed()
  }
  t.deepEqual(openFor, [100, 200, 300, 300])
  t.deepEqual(changes, ['open'])

  const steady = openBreaker({ openAfter: 1 })
  enter(steady.breaker).failed()
  steady.clock.at = 100
  enter(steady.breaker).failed()
  t.is(steady.breaker.openForMs(), 100)
})

test('calls that were under way when the breaker opened keep it open for no longer', (t) => {
  const { breaker, clock } = openBreaker()
  const passes = Array.from({ length: 5 }, () => enter(breaker))
  clock.at = 50
  for (const pass of passes) pass.failed()
  clock.at = 149
  t.is(breaker.enter(), undefined)
  clock.at = 150
  enter(breaker).succeeded()
})

test('an end that says nothing counts neither way, and the next call is the trial', (t) => {
  const { breaker, clock } = openBreaker()
  enter(breaker).failed()
  enter(breaker).unjudged()
  enter(breaker).failed()
  t.is(breaker.enter(), undefined)
  clock.at = 100
  enter(breaker).unjudged()
  const trial = enter(breaker)
  t.is(breaker.enter(), undefined)
  trial.succeeded()
})

test('a service that asks for rest is left alone after one failure', (t) => {
  const { breaker } = openBreaker({ openAfter: 9 })
  enter(breaker).failed({ opensAtOnce: true })
  t.is(breaker.enter(), undefined)
})
