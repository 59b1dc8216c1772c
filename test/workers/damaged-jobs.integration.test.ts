import test from 'ava'
import type { Queue } from 'bullmq'
import { jobFields, queueKeys } from '../../queues/bullmq-keys.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

/** Each one changes the hash of a waiting job. `null`: the field is removed. */
const damages: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  'data that is no JSON': { data: '{"v":1,' },
  'data of one word': { data: 'nonsense' },
  'data that is empty': { data: '' },
  'data that is null': { data: 'null' },
  'no data': { data: null },
  'data without a version': { data: '{"__proto__":{"v":1},"constructor":5}' },
  'data of another shape': { data: '{"v":1,"events":[{"key":"0"}],"receipts":7,"deliveries":{}}' },
  'data deep inside': { data: `{"v":1,"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}` },
  'an event of another shape': {
    data: `{"v":1,"events":[{"key":"${'0'.repeat(32)}","pageId":"1","ts":1,"messenger":7}]}`,
  },
  'options that are no JSON': { opts: 'nonsense' },
  'options that are null': { opts: 'null' },
  'options that are a list': { opts: '[1]' },
  'attempts that are a text': { opts: '{"attempts":"x"}' },
  'a backoff of another kind': { opts: '{"attempts":3,"backoff":{"type":"nonsense"}}' },
  'a retention that is no number': { opts: '{"attempts":3,"removeOnComplete":{"count":"x"}}' },
  'options with a prototype': { opts: '{"__proto__":{"attempts":0},"attempts":3}' },
  'attempts made that are no number': { atm: 'x' },
  'attempts started that are no number': { ats: 'x' },
  'a stall count that is no number': { stc: 'x' },
  'progress that is no JSON': { progress: '{' },
  'a parent that is no JSON': { parent: '{', parentKey: 'nobody' },
  'a scheduler that is not there': { rjk: 'a:b:c:d:* * * * *' },
}

test.serial(
  'a damaged job is a dead letter with its bytes within seconds, and its queue goes on',
  async (t) => {
    const { redis, queues, deadLetters } = await runConversation(t, { storyboard: echoing })
    for (const queue of queues) await queue.pause()
    const expected = new Map<string, string>()
    for (const { name: stage } of queues)
      for (const [name, fields] of Object.entries(damages)) {
        const id = `${stage}-${name.replaceAll(/\W/g, '-')}`
        const data = JSON.stringify({ v: 1, of: id })
        await queueOf(stage).add(stage, JSON.parse(data), { jobId: id, attempts: 5, removeOnComplete: true })
        const key = queueKeys(redis.prefix, stage).jobPrefix + id
        for (const [field, value] of Object.entries(fields))
          await (value === null
            ? redis.connection.hdel(key, field)
            : redis.connection.hset(key, field, value))
        const bytes = await redis.connection.hget(key, jobFields.data)
        expected.set(id, bytes ?? JSON.stringify({ jobId: id }))
      }
    for (const { name } of queues) {
      const { waiting, jobPrefix } = queueKeys(redis.prefix, name)
      await redis.connection.set(`${jobPrefix}${name}-is-a-text`, 'a text')
      await redis.connection.lpush(waiting, `${name}-is-a-text`, `${name}-is-not-there`)
    }
    for (const queue of queues) await queue.resume()

    await untilEmpty(queues, 20_000)
    const found = await deadLetters.list({ limit: 1_000 })
    const letters = await Promise.all(found.map(async ({ id }) => await deadLetters.find(id)))
    for (const stage of stageNames) {
      const kept = letters.filter((letter) => letter?.stage === stage)
      const bytes = new Set(kept.map((letter) => letter?.payload.toString()))
      const missing = [...expected].filter(([id, wanted]) => id.startsWith(`${stage}-`) && !bytes.has(wanted))
      t.deepEqual(
        missing.map(([id]) => id),
        [],
        stage,
      )
      t.true(bytes.has('a text'), `${stage}: a text in place of a job`)
      t.deepEqual([...new Set(kept.map((letter) => letter?.reason))], ['job_malformed'], stage)
    }
    const left = await redis.connection.keys(`${redis.prefix}:*:*-*`)
    t.deepEqual(
      left.filter((key) => !key.endsWith('stalled-check')),
      [],
      'nothing is left of them',
    )

    function queueOf(name: string): Queue {
      const queue = queues.find((each) => each.name === name)
      if (queue === undefined) throw new Error(`no queue ${name}`)
      return queue
    }
  },
)

test.serial('a damaged job delays neither the customer whose id it holds nor others', async (t) => {
  const { redis, queues, graph, database } = await runConversation(t, { storyboard: echoing })
  const [ada, bo] = [graph.createPerson({ name: 'Ada' }), graph.createPerson({ name: 'Bo' })]
  const hears = async (person: typeof ada, text: string): Promise<void> => {
    await person.write(beanery.id, text).delivered
    await until(
      `a reply to ${text}`,
      () => graph.ledger.seenBy(person).some(({ text: seen = '' }) => seen.includes(text)),
      { withinMs: 10_000 },
    )
  }
  await hears(ada, 'one')
  const [row] = await database.query('select psid, id from conversation')
  for (const queue of queues) await queue.pause()
  for (const queue of queues) {
    const data = { v: 1, conversationId: String(row?.['id']) }
    const deduplication = { id: String(row?.['id']), keepLastIfActive: true }
    const id = queue.name === 'respond' ? { deduplication } : { jobId: `${queue.name}-damaged` }
    const job = await queue.add(queue.name, data, { ...id, attempts: 5, removeOnComplete: true })
    const key = queueKeys(redis.prefix, queue.name).jobPrefix + String(job.id)
    await redis.connection.hset(key, jobFields.data, `{"v":1,"of":"${String(row?.['psid'])}`)
  }
  for (const queue of queues) await queue.resume()
  await Promise.all([hears(ada, 'two'), hears(bo, 'three')])
  t.deepEqual(graph.ledger.duplicates(), [])
})

async function untilEmpty(queues: readonly Queue[], withinMs: number): Promise<void> {
  let counts: readonly number[] = []
  await until(
    'no job waits or is under way',
    async () => {
      counts = await Promise.all(
        queues.map((queue) => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')),
      )
      return counts.every((count) => count === 0)
    },
    { withinMs, seen: () => counts.join() },
  )
}
