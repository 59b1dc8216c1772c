import { Writable } from 'node:stream'
import test from 'ava'
import { createLogger } from '../../src/telemetry/log.ts'

function loggerAt(clock: { at: number }) {
  const lines: Record<string, unknown>[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  return { lines, log: createLogger('info', 'test', { stream, now: () => clock.at }) }
}

test('a warning that repeats is logged once, then once a minute with the number of the others', (t) => {
  const clock = { at: 1_000_000 }
  const { lines, log } = loggerAt(clock)
  for (let n = 0; n < 9_000; n += 1) log.warn({ stage: 'parse', reason: 'OOM', jobId: `${n}` }, 'it failed')
  t.deepEqual(
    lines.map(({ msg, notLogged }) => [msg, notLogged]),
    [['it failed', undefined]],
  )
  clock.at += 60_000
  log.warn({ stage: 'parse', reason: 'OOM', jobId: 'x', notLogged: 3 }, 'it failed')
  t.like(lines[1], { msg: 'it failed', notLogged: 9_002, jobId: 'x' })
})

test('another reason, stage or text has its own line, and after good news a failure is news', (t) => {
  const { lines, log } = loggerAt({ at: 0 })
  log.warn({ stage: 'parse', reason: 'OOM' }, 'it failed')
  log.warn({ stage: 'stitch', reason: 'OOM' }, 'it failed')
  log.error({ stage: 'parse', reason: 'MISCONF' }, 'it failed')
  log.error('alone')
  log.error('alone')
  log.info('well again')
  log.info('well again')
  log.error('alone')
  t.deepEqual(
    lines.map(({ msg }) => msg),
    ['it failed', 'it failed', 'it failed', 'alone', 'well again', 'well again', 'alone'],
  )
})

test('whatever goes wrong, a process logs at most ten warnings and errors a second', (t) => {
  const clock = { at: 1_000_000 }
  const { lines, log } = loggerAt(clock)
  for (let n = 0; n < 1_000; n += 1) log.error({ reason: `reason ${n}` }, 'it failed')
  t.is(lines.length, 10)
  clock.at += 1_000
  log.error({ reason: 'the last' }, 'it failed')
  t.like(lines[10], { reason: 'the last', notLogged: 990 })
})
