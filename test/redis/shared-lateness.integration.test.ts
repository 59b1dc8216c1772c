import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import { shareLateness } from '../../src/redis/shared-lateness.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'

const { connection: redis, prefix, close } = await createTestRedis()
test.after.always(close)

test('lateness that one worker measures makes the turns of another wait, on that Page only', async (t) => {
  const workers = [
    shareLateness(redis, { prefix, now: Date.now }),
    shareLateness(redis, { prefix, now: Date.now }),
  ] as const
  t.teardown(() => workers.forEach(({ stop }) => stop()))
  const [one, other] = workers
  const now = Date.now()
  const waitFor = (pageId: string) =>
    other.lateness.seen({ pageId: asPageId(pageId), ts: Date.now(), receivedAt: Date.now() }, Date.now())
  t.is(waitFor('7'), 0)
  const late = { pageId: asPageId('7'), ts: now - 2_000, receivedAt: now }
  one.lateness.seen({ ...late, ts: now, receivedAt: now - 500 }, now)
  one.lateness.seen(late, now)
  await until('the other worker waits', () => waitFor('7') > 0)
  t.is(waitFor('8'), 0)
})
