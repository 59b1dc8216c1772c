import test from 'ava'
import { hop } from '../../../queues/define-queue.ts'
import { type StitchJob, stitchQueue } from '../../../queues/stitch.ts'
import { at, decodeAll, message } from '../../helpers/decoded.ts'
import { runStages } from '../../helpers/running-stages.ts'
import { runToEnd } from '../run-to-end.ts'

test('a dead letter is listed, shown byte for byte, retried and dropped', async (t) => {
  const { database, redis, deliver, publisher, queues, untilIdle } = await runStages(t)
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, PAGEBEAT_QUEUE_PREFIX: redis.prefix }
  const dead = (...args: readonly string[]) => runToEnd(['dead', ...args], env)

  // The database refuses the row until an operator has corrected the table. The event is fine.
  await database.query(
    `create trigger refuse before insert on chanFacebookMessenger for each row
      if new.text = 'refused' then signal sqlstate '22001' set mysql_errno = 1406, message_text = 'no'; end if`,
  )
  const { events } = decodeAll([message('601', 'm1', at(1), 'refused'), message('601', 'm2', at(2))])
  const job: StitchJob = { v: 1, receivedAt: 1, events }
  await publisher.publish([hop(stitchQueue, job)])
  const malformed = Buffer.from([0x7b, 0xff, 0x00, 0x0a, 0x7d])
  await deliver(malformed)
  await queues[0]?.add('parse', { v: 2, group: 'of another version' })
  await untilIdle()

  const list = await dead('list')
  t.is(list.status, 0)
  t.true(list.stdout.endsWith('3 open dead letters\n'))
  t.false(list.stdout.includes('refused'))
  const idOf = (pattern: RegExp) => pattern.exec(list.stdout)?.groups?.['id'] ?? ''
  const rejected = idOf(/^#(?<id>\d+) open \S+ stitch .*rows_rejected/m)
  const bytes = idOf(/^#(?<id>\d+) open \S+ parse .*delivery_malformed/m)
  const future = idOf(/^#(?<id>\d+) open \S+ parse .*job_malformed/m)
  const shown = await dead('show', bytes)
  t.is(shown.stdout, `${malformed.toString()}\n`)
  t.true(shown.stderr.startsWith(`#${bytes} open`))

  await database.query('drop trigger refuse')
  t.is((await dead('retry', rejected, bytes, future)).status, 0)
  await untilIdle()
  t.deepEqual(await database.query('select text from chanFacebookMessenger order by mid'), [
    { text: 'refused' },
    { text: 'text of m2' },
  ])
  const states = await database.query(
    'select cast(id as char) as id, state, attempts from deadLetter order by id',
  )
  t.deepEqual(
    states,
    [
      { id: rejected, state: 'retried', attempts: 1 },
      { id: bytes, state: 'open', attempts: 2 }, // still no JSON
      { id: future, state: 'open', attempts: 2 }, // still of another version, and still a job
    ].toSorted((a, b) => Number(a.id) - Number(b.id)),
  )
  t.deepEqual(await database.query("select reason from deadLetter where reason = 'job_malformed'"), [
    { reason: 'job_malformed' },
  ])

  const dropped = await dead('drop', 'all')
  t.is(dropped.status, 0)
  t.is((await dead('list')).stdout, '0 open dead letters\n')
  t.regex((await dead('list', '--state', 'dropped')).stdout, /2 dropped dead letters\n$/)
})

test('an id that does not exist is named, and the command exits with 1', async (t) => {
  const { database, redis } = await runStages(t)
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, PAGEBEAT_QUEUE_PREFIX: redis.prefix }
  const wrong = [
    ['show', '7'],
    ['drop', '7'],
    ['retry', '7'],
    ['show', 'x'],
  ]
  const ended = await Promise.all(wrong.map((args) => runToEnd(['dead', ...args], env)))
  t.deepEqual(
    ended,
    wrong.map(([, id]) => ({
      status: 1,
      stdout: '',
      stderr: `There is no dead letter ${id}: see \`pagebeat dead list --state all\`\n`,
    })),
  )
})

test('a retry without Redis says so and leaves the dead letter open', async (t) => {
  const { database, deliver, untilIdle } = await runStages(t)
  await deliver('no JSON')
  await untilIdle()
  const env = { DATABASE_URL: database.url, REDIS_URL: 'redis://127.0.0.1:1' }
  const { status, stderr } = await runToEnd(['dead', 'retry', 'all'], env)
  t.deepEqual(
    [status, stderr],
    [1, 'Redis did not answer within 5 s, and nothing was put back. Check REDIS_URL.\n'],
  )
  t.deepEqual(await database.query('select state from deadLetter'), [{ state: 'open' }])
})

test('a delivery cannot send control characters to the terminal of the operator', async (t) => {
  const { database, deliver, untilIdle } = await runStages(t)
  for (const hostile of ['\u001b[2J\u001b]0;x\u0007', '\u009b31m', 'a\n#9 open', '\u202e', '\u007f'])
    await deliver(
      JSON.stringify({ object: hostile, entry: [{ id: hostile, time: hostile, messaging: hostile }] }),
    )
  await untilIdle()
  const list = await runToEnd(['dead', 'list', '--state', 'all'], { DATABASE_URL: database.url })
  t.is(list.status, 0)
  t.regex(list.stdout, /\\u001b\[2J/)
  t.notRegex(list.stdout + list.stderr, /(?!\n)[\p{Cc}\p{Bidi_Control}]/u)
  t.true(
    list.stdout.split('\n').every((line) => /^(?:#\d+ open \S+ parse |\d+ dead letters|$)/.test(line)),
    list.stdout,
  )
})
