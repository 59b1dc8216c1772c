import test from 'ava'
import { damageOf } from '../../queues/stored-job.ts'

const whole = { name: 'parse', data: '{"v":1}', opts: '{"attempts":9}', timestamp: '1795920123682' }

test('a job that waits for a retry has a delay with decimals, and is whole', (t) => {
  t.is(damageOf({ ...whole, atm: '1', ats: '2', delay: '131.4594656678042' }), undefined)
})

test('a count with decimals is damage: Redis refuses to add to it', (t) => {
  for (const name of ['ats', 'atm', 'stc']) t.is(damageOf({ ...whole, [name]: '1.5' }), 'numbers', name)
})

test('a time that is no number is damage', (t) => {
  for (const name of ['timestamp', 'processedOn', 'delay', 'priority', 'finishedOn'])
    for (const value of ['x', '1.', '', '1e9']) t.is(damageOf({ ...whole, [name]: value }), 'numbers', name)
})
