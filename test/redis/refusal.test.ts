import test from 'ava'
import { refusalOf } from '../../src/redis/refusal.ts'

const readOnly = "READONLY You can't write against a read only replica."

for (const [what, message, code, leadsElsewhere] of [
  ['a write', readOnly, 'READONLY', true],
  ['a script of Redis 7', `${readOnly} script: 1fc2, on @user_script:1.`, 'READONLY', true],
  [
    'a script of Redis 6',
    `ERR Error running script (call to f_1fc2): @user_script:1: -${readOnly} `,
    'READONLY',
    true,
  ],
  [
    'a replica without primary',
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    'MASTERDOWN',
    true,
  ],
  ['a server that loads', 'LOADING Redis is loading the dataset in memory', 'LOADING', true],
  ['a primary without replicas', 'NOREPLICAS Not enough good replicas to write.', 'NOREPLICAS', false],
  ['a full disk', 'MISCONF Redis is configured to save RDB snapshots, but …', 'MISCONF', false],
  ['a full server', "OOM command not allowed when used memory > 'maxmemory'.", 'OOM', false],
] as const)
  test(`knows the refusal of ${what}`, (t) => {
    const refusal = refusalOf(new Error(message))
    t.deepEqual([refusal?.code, refusal?.leadsElsewhere], [code, leadsElsewhere])
  })

test('other errors are no refusal', (t) => {
  for (const error of [
    new Error('Connection is closed.'),
    new Error('ERR unknown command'),
    new Error('NOSCRIPT No matching script.'),
    new Error('ERR Error running script: the customer wrote READONLY'),
    'READONLY',
  ])
    t.is(refusalOf(error), undefined)
})
