/** Keys of a queue that make BullMQ's scripts fail, some of them after they have taken jobs out of their lists. */
import test from 'ava'
import type { Queue } from 'bullmq'
import { jobFields, keyTypes, queueKeys } from '../../queues/bullmq-keys.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const withinMs = 20_000

/** A job that no stage decodes: its dead letter shows that a worker has had it. */
const dataOf = (id: string): string => JSON.stringify({ v: 1, of: id })
const fieldsOf = (stage: string, id: string) => ({
  name: stage,
  data: dataOf(id),
  opts: '{"attempts":9}',
  timestamp: '1',
  delay: '0',
  priority: '0',
})

test.serial('a delayed job that cannot be promoted loses none of the jobs behind it', async (t) => {
  const { redis, queues, deadLetters } = await runConversation(t, { storyboard: echoing })
  const expected = new Map<string, readonly string[]>()
  for (const { name } of queues) {
    const { delayed, jobPrefix } = queueKeys(redis.prefix, name)
    const score = (Date.now() + 400) * 0x1000
    const changes = redis.connection.multi()
    changes.set(`${jobPrefix}a-text`, `the bytes of ${name}`).rpush(`${jobPrefix}a-list`, 'x')
    changes.hset(`${jobPrefix}no-number`, { ...fieldsOf(name, `${name} no-number`), priority: 'nan' })
    const odd = ['a-text', 'a-list', 'no-number', 'ghost', '', 'events', 'wait', 'id', 'de:x', 'é\n*[']
    for (const [at, id] of odd.entries()) {
      changes.zadd(delayed, score + 2 * at + 1, id)
      changes.zadd(delayed, score + 2 * at, `whole-${at}`)
      changes.hset(`${jobPrefix}whole-${at}`, fieldsOf(name, `${name} ${at}`))
    }
    for (const [id, far] of Object.entries({
      early: -5,
      late: (Date.now() + 86_400_000) * 0x1000,
      never: '+inf',
    }))
      changes.zadd(delayed, far, id).hset(`${jobPrefix}${id}`, fieldsOf(name, `${name} ${id}`))
    await changes.exec()
    const whole = odd.map((_, at) => dataOf(`${name} ${at}`))
    const others = ['early', 'late', 'never', 'no-number'].map((id) => dataOf(`${name} ${id}`))
    expected.set(name, [...whole, ...others, `the bytes of ${name}`])
  }
  for (const [name, wanted] of expected) await untilPayloads(deadLetters, name, wanted)
  t.deepEqual(await untilMended(redis, queues), [])
})

test.serial('a key of a queue that has another type stops the queue for a moment only', async (t) => {
  const { redis, queues, deadLetters } = await runConversation(t, { storyboard: echoing })
  const { connection, prefix } = redis
  const expected = new Map<string, string[]>()
  for (const { name } of queues) {
    const { jobPrefix, waiting, delayed } = queueKeys(prefix, name)
    const changes = connection.multi()
    for (const [key, type] of Object.entries(keyTypes)) {
      changes.del(jobPrefix + key)
      if (type === 'string') changes.rpush(jobPrefix + key, 'x')
      else changes.set(jobPrefix + key, `in place of ${name} ${key}`)
    }
    for (const id of ['waited', 'was-delayed']) changes.hset(jobPrefix + id, fieldsOf(name, `${name} ${id}`))
    await changes.exec()
    const replaced = [waiting, delayed].map((key) => `in place of ${name} ${key.slice(jobPrefix.length)}`)
    expected.set(name, [...replaced, dataOf(`${name} waited`), dataOf(`${name} was-delayed`)])
  }
  for (const [name, wanted] of expected) await untilPayloads(deadLetters, name, wanted)
  t.deepEqual(await untilMended(redis, queues), [])

  // A key of the right type with a value that no script of BullMQ can use.
  for (const { name } of queues) {
    const { jobPrefix, waiting, active, stalled } = queueKeys(prefix, name)
    const changes = connection.multi().set(`${jobPrefix}id`, 'x').set(`${jobPrefix}pc`, 'x')
    changes.hset(`${jobPrefix}meta`, { concurrency: 'x', 'opts.maxLenEvents': 'x' })
    // Jobs of dead workers: a lock that never ends or is no text, and a count that is no number.
    for (const id of ['locked', 'odd-lock', 'no-count'])
      changes
        .lpush(active, id)
        .sadd(stalled, id)
        .hset(jobPrefix + id, fieldsOf(name, `${name} ${id}`))
    changes.set(`${jobPrefix}locked:lock`, 'nobody').rpush(`${jobPrefix}odd-lock:lock`, 'x')
    changes.hset(`${jobPrefix}no-count`, jobFields.stalls, 'x')
    // Keys beside a job, without which it cannot be finished.
    changes.hset(`${jobPrefix}beside`, {
      ...fieldsOf(name, `${name} beside`),
      [jobFields.deduplication]: 'x',
    })
    changes.set(`${jobPrefix}beside:dependencies`, 'x').set(`${jobPrefix}beside:unsuccessful`, 'x')
    changes.rpush(`${jobPrefix}de:x`, 'x').hset(`${jobPrefix}dn:x`, { opts: '{' })
    changes.lpush(waiting, 'beside')
    // Finished jobs, of which the oldest cannot be removed.
    for (let at = 0; at < 101; at += 1) changes.zadd(`${jobPrefix}completed`, at, `done-${at}`)
    changes.set(`${jobPrefix}done-0`, 'x')
    const opts = '{"attempts":9,"removeOnComplete":{"count":100}}'
    changes.hset(`${jobPrefix}kept`, { ...fieldsOf(name, `${name} kept`), opts }).lpush(waiting, 'kept')
    await changes.exec()
  }
  for (const { name } of queues)
    await untilPayloads(
      deadLetters,
      name,
      ['locked', 'odd-lock', 'no-count', 'beside', 'kept'].map((id) => dataOf(`${name} ${id}`)),
    )
  t.deepEqual(await untilMended(redis, queues), [])
  for (const { name } of queues)
    t.is(await connection.exists(`${queueKeys(prefix, name).jobPrefix}done-0`), 0, name)
})

test.serial('keys of a conversation that have another type keep no customer waiting', async (t) => {
  const { redis, graph, database } = await runConversation(t, { storyboard: echoing })
  const [ada, bo] = [graph.createPerson({ name: 'Ada' }), graph.createPerson({ name: 'Bo' })]
  const hears = async (person: typeof ada, text: string): Promise<void> => {
    await person.write(beanery.id, text).delivered
    const isHeard = (): boolean =>
      graph.ledger.seenBy(person).some(({ text: seen = '' }) => seen.includes(text))
    await until(`a reply to ${text}`, isHeard, { withinMs })
  }
  await hears(ada, 'one')
  const { jobPrefix, deduplicationPrefix } = queueKeys(redis.prefix, 'respond')
  const [row] = await database.query('select id from conversation')
  const id = String(row?.['id'])
  const key = deduplicationPrefix + id // a job of Ada's may still be there
  await redis.connection.multi().del(key).rpush(key, 'x').exec()
  await redis.connection.set(`${jobPrefix}dn:${id}`, 'x')
  await Promise.all([hears(ada, 'two'), hears(bo, 'three')])
  t.deepEqual(graph.ledger.duplicates(), [])
})

type Run = Awaited<ReturnType<typeof runConversation>>

async function untilPayloads(
  deadLetters: Run['deadLetters'],
  stage: string,
  wanted: readonly string[],
): Promise<void> {
  const payloads = new Map<string, string>()
  const missing = (): readonly string[] => {
    const found = new Set(payloads.values())
    return wanted.filter((each) => !found.has(each))
  }
  const areThere = async (): Promise<boolean> => {
    for (const { id, stage: of } of await deadLetters.list({ limit: 1_000 }))
      if (of === stage && !payloads.has(id))
        payloads.set(id, (await deadLetters.find(id))?.payload.toString() ?? '')
    return missing().length === 0
  }
  await until(`dead letters of ${stage}`, areThere, { withinMs, seen: () => `missing ${missing().join()}` })
}

/** No job is left, each key of a queue has its type, and nothing is left of the damaged ones. */
async function untilMended(
  { connection, prefix }: Run['redis'],
  queues: readonly Queue[],
): Promise<readonly string[]> {
  const counts = async (): Promise<readonly number[]> =>
    await Promise.all(
      queues.map((queue) => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')),
    )
  let left: readonly number[] = []
  const isEmpty = async (): Promise<boolean> => {
    left = await counts()
    return left.every((count) => count === 0)
  }
  await until('no job is left', isEmpty, { withinMs, seen: () => left.join() })
  const kept = async (): Promise<readonly string[]> => {
    const names: string[] = []
    for (const stage of stageNames) {
      const { jobPrefix } = queueKeys(prefix, stage)
      for (const [key, type] of Object.entries(keyTypes)) {
        const found = await connection.type(jobPrefix + key)
        if (found !== 'none' && found !== type) names.push(`${stage} ${key} is a ${found}`)
      }
      const own = new Set(Object.keys(keyTypes).map((key) => jobPrefix + key))
      const finished = new Set(
        (await connection.zrange(`${jobPrefix}completed`, '0', '-1')).map((id) => jobPrefix + id),
      )
      for (const key of await connection.keys(`${jobPrefix}*`))
        if (!own.has(key) && !finished.has(key)) names.push(key)
    }
    return names
  }
  let names: readonly string[] = []
  const isMended = async (): Promise<boolean> => {
    names = await kept()
    return names.length === 0
  }
  await until('nothing is left of damaged keys', isMended, { withinMs, seen: () => names.join() })
  return names
}
