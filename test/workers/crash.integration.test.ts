import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import type { StitchJob } from '../../queues/stitch.ts'
import { openWorkerTest } from '../helpers/worker-processes.ts'
import { inTime } from '../helpers/until.ts'

for (const [mark, how] of [
  ['kill', 'process ended with SIGKILL'],
  ['hang', 'process hung'],
] as const) {
  test(`an event that makes its process ${mark} is a dead letter after three crashes at most, and the events beside it are stored`, async (t) => {
    const { publish, superviseUntilIdle, deadLetters, stored } = await openWorkerTest(t)
    await publish(`${mark}-slow`, 'a1', 'a2')
    // All jobs begin together and take the same time, so that each crash also interrupts the harmless ones.
    await Promise.all(['b1', 'b2', 'b3'].map((mid) => publish(`slow-${mid}`, mid)))
    const crashes = await superviseUntilIdle()
    t.log(`${crashes.length} crashes of workers`)
    t.true(crashes.length <= 3 && crashes.every((signal) => signal === 'SIGKILL'), crashes.join())
    const [deadLetter, ...more] = await deadLetters.list({ limit: 10 })
    t.deepEqual(more, [])
    t.like(deadLetter, { stage: 'stitch', reason: 'process_died', detail: how, state: 'open' })
    const job: StitchJob = JSON.parse(String((await deadLetters.find(deadLetter?.id ?? ''))?.payload))
    t.is(job.events.length, 1)
    t.true(JSON.stringify(job).includes(`${mark}-slow`))
    t.deepEqual(await stored(), ['a1', 'a2', 'b1', 'b2', 'b3', 'slow-b1', 'slow-b2', 'slow-b3'])
  })
}

test('the job of a killed worker goes on in another one, within seconds', async (t) => {
  const { publish, start, stored, queue, deadLetters } = await openWorkerTest(t)
  const first = start({ SLOW_MS: '600000' })
  await first.until('works')
  await publish('slow-1', 'neighbour')
  await first.until('begins slow-1 neighbour')
  const second = start()
  await second.until('works')
  t.deepEqual(await stored(), [])
  first.child.kill('SIGKILL')
  t.is(await first.ended, 'SIGKILL')
  const killedAt = performance.now()
  await second.until('begins slow-1 neighbour')
  t.log(`went on ${((performance.now() - killedAt) / 1000).toFixed(1)} s after the kill (10 s are promised)`)
  second.child.kill('SIGTERM')
  t.is(await second.ended, 0)
  t.deepEqual(await stored(), ['neighbour', 'slow-1'])
  t.is(await queue.getCompletedCount(), 1)
  t.deepEqual(await deadLetters.list({ limit: 1 }), [])
})

test('a worker that is told to stop finishes its job first and takes no other', async (t) => {
  const { publish, start, stored, queue } = await openWorkerTest(t)
  const worker = start({ SLOW_MS: '1500' })
  await worker.until('works')
  await publish('slow-1')
  await worker.until('begins slow-1')
  worker.child.kill('SIGTERM')
  await queue.pause()
  await publish('later')
  t.is(await worker.ended, 0)
  t.deepEqual(await stored(), ['slow-1'])
  t.is(await queue.getCompletedCount(), 1)
})

test('an isolated process ends with its worker, at once', async (t) => {
  const child = fork(fileURLToPath(new URL('../helpers/marked-worker.ts', import.meta.url)), ['step'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: 'mysql://nobody@127.0.0.1:1/none' },
  })
  t.teardown(() => child.kill('SIGKILL'))
  await inTime('the process says that it is ready', once(child, 'message'))
  child.disconnect()
  t.deepEqual(await inTime('the process ends', once(child, 'exit')), [null, 'SIGKILL'])
})
