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

test('says when it is full, and takes deliveries again when there is room', async (t) => {
  let isReady = false
  const { spool } = await spoolOf(t, { mostBytes: 500, isRedisReady: () => isReady })
  t.is(spool.fullBecause(), undefined)
  await spool.store(deliveries(20))
  t.is(spool.fullBecause(), 'the spool is full')
  isReady = true
  spool.start()
  await until('drained', () => spool.fullBecause() === undefined)
  await spool.stop()
})
