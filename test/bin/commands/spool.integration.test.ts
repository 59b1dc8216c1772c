import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { openJournal } from '../../../src/receiver/spool/journal.ts'
import { lockFolder } from '../../../src/receiver/spool/folder-lock.ts'
import { startOwnRedis } from '../../receiver/own-redis.ts'
import { runToEnd } from '../run-to-end.ts'

const redis = await startOwnRedis()
test.after.always(() => redis.stop())

/** The folder that a receiver left behind, with this number of deliveries. */
async function folderWith(t: ExecutionContext, deliveries: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-spool-command-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const journal = await openJournal({ folder })
  for (let index = 0; index < deliveries; index += 1)
    await journal.append([Buffer.from(JSON.stringify({ body: bodyOf(index), at: index + 1 }))])
  await journal.close()
  return folder
}

function bodyOf(index: number): string {
  return `{"object":"page","entry":[{"id":"${index}"}]}`
}

test.serial('status tells how much is there and who holds the folder, and changes nothing', async (t) => {
  const folder = await folderWith(t, 3)
  writeFileSync(path.join(folder, '000000000009-1.journal.damaged'), 'x')
  const before = readdirSync(folder)
  const { status, stdout } = await runToEnd(['spool', 'status'], { RECEIVER_SPOOL: folder })
  t.is(status, 0)
  t.regex(
    stdout,
    new RegExp(`^3 deliveries in ${folder}, \\d+ bytes, the oldest \\d+ s old\nLocked by: nobody\n`),
  )
  t.regex(stdout, /Damaged by the disk, and never handed over: 000000000009-1.journal.damaged/)
  t.deepEqual(readdirSync(folder), before)
  const lock = await lockFolder(folder)
  const locked = await runToEnd(['spool', 'status', folder], {})
  t.regex(locked.stdout, new RegExp(`Locked by: process ${process.pid} on `))
  lock.release()
})

test.serial('drain puts the deliveries into the parse queue, in order, and empties the folder', async (t) => {
  const folder = await folderWith(t, 250)
  const env = { REDIS_URL: redis.url }
  const first = await runToEnd(['spool', 'drain', folder], env)
  t.deepEqual([first.status, first.stdout], [0, '250 deliveries put into the parse queue\n'])
  t.deepEqual(
    (await redis.groups()).flat().map(({ body }) => body),
    Array.from({ length: 250 }, (_, index) => bodyOf(index)),
  )
  t.deepEqual(readdirSync(folder), [])
  const again = await runToEnd(['spool', 'drain', folder], env)
  t.deepEqual([again.status, again.stdout], [0, 'The spool is empty\n'])
})

test.serial(
  'drain refuses a folder that a receiver uses, that is missing, or while Redis is away',
  async (t) => {
    const folder = await folderWith(t, 2)
    const env = { REDIS_URL: redis.url }
    const lock = await lockFolder(folder)
    const used = await runToEnd(['spool', 'drain', folder], env)
    t.is(used.status, 1)
    t.regex(used.stderr, /in use by process \d+ on .*: a receiver hands its folder over by itself\n$/)
    lock.release()

    const missing = path.join(folder, 'missing')
    const none = await runToEnd(['spool', 'drain', missing], env)
    t.is(none.status, 1)
    t.regex(none.stderr, /^The folder .*missing cannot be used: ENOENT/)
    t.false(existsSync(missing))

    await redis.control.kill()
    const away = await runToEnd(['spool', 'drain', folder], env)
    t.is(away.status, 1)
    t.regex(away.stderr, /Nothing was handed over: check REDIS_URL\n$/)
    await redis.control.restart()
    t.is((await runToEnd(['spool', 'drain', folder], env)).status, 0)

    const unnamed = await runToEnd(['spool', 'drain'], env)
    t.is(unnamed.status, 1)
    t.regex(unnamed.stderr, /Name the folder of the spool, or set RECEIVER_SPOOL/)
  },
)
