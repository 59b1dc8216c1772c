import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { ReceivedDelivery } from '../../../src/receiver/commit.ts'
import { openJournal } from '../../../src/receiver/spool/journal.ts'
import { createSpool, type SpoolOptions } from '../../../src/receiver/spool/spool.ts'
import { until } from '../../helpers/until.ts'

async function spoolOf(t: ExecutionContext, options: Partial<SpoolOptions>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-spool-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const failures: unknown[] = []
  const spool = createSpool({
    journal: await openJournal({ folder, segmentBytes: 2_000 }),
    mostBytes: 1_000_000,
    storeInRedis: async () => undefined,
    isRedisReady: () => true,
    isFolderHeld: () => true,
    onBegin: () => undefined,
    onHandedOver: () => undefined,
    onDrained: () => undefined,
    onFailure: (error) => failures.push(error),
    ...options,
  })
  return { spool, failures }
}

function deliveries(count: number): ReceivedDelivery[] {
  return Array.from({ length: count }, (_, index) => ({ body: `{"n":${index},"ä":"😀"}`, at: index + 1 }))
}

test('hands everything over in order once Redis is ready, and tries a failed group again', async (t) => {
  let isReady = false
  let failing = 2
  const stored: string[] = []
  const { spool, failures } = await spoolOf(t, {
    isRedisReady: () => isReady,
    storeInRedis: async (group) => {
      if (failing-- > 0) throw new Error('not yet')
      stored.push(...group.map(({ body }) => body))
    },
  })
  spool.start()
  const given = deliveries(120)
  for (const delivery of given) await spool.store([delivery])
  t.deepEqual([spool.records, stored.length], [120, 0])
  t.true(spool.oldestSeconds > 0)
  isReady = true
  await until('drained', () => spool.records === 0)
  t.deepEqual(stored, given.map(({ body }) => body)) // prettier-ignore
  t.is(failures.length, 2)
  t.is(spool.oldestSeconds, 0)
  await spool.stop()
})

test('takes no more than its bytes, says when it is full, and takes deliveries again when there is room', async (t) => {
  let isReady = false
  const { spool } = await spoolOf(t, { mostBytes: 500, isRedisReady: () => isReady })
  t.is(spool.notReadyBecause(), undefined)
  for (const delivery of deliveries(20)) await spool.store([delivery]).catch(() => undefined)
  t.true(spool.bytes > 400 && spool.bytes <= 500, String(spool.bytes))
  t.is(spool.notReadyBecause(), 'the spool is full')
  isReady = true
  spool.start()
  await until('drained', () => spool.records === 0 && spool.notReadyBecause() === undefined)
  await spool.store(deliveries(1))
  await spool.stop()
})

test('tells once when it begins, and once when it is empty again, with the number', async (t) => {
  let isReady = false
  const told: (string | number)[] = []
  const { spool } = await spoolOf(t, {
    isRedisReady: () => isReady,
    onBegin: () => told.push('begin'),
    onDrained: (count) => told.push(count),
  })
  spool.start()
  for (const count of [40, 30]) {
    const before = told.length
    isReady = false
    for (const delivery of deliveries(count)) await spool.store([delivery])
    isReady = true
    await until('told', () => told.length === before + 2)
  }
  t.deepEqual(told, ['begin', 40, 'begin', 30])
  await spool.stop()
})

test('neither takes nor hands over deliveries once the folder belongs to another process', async (t) => {
  let isHeld = true
  const stored: unknown[] = []
  const { spool } = await spoolOf(t, {
    isFolderHeld: () => isHeld,
    storeInRedis: async (group) => void stored.push(...group),
  })
  await spool.store(deliveries(1))
  isHeld = false
  spool.start()
  t.regex(spool.notReadyBecause() ?? '', /another process/)
  await spool.stop()
  t.deepEqual(stored, [])
})
