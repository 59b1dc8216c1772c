/** Jobs and keys of the queues that another program, an operator or a fault has damaged in Redis. */
import { setTimeout as pause } from 'node:timers/promises'
import { jobFields, keyTypes, queueKeys } from '../../queues/bullmq-keys.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { goOn, type SceneCase } from './case.ts'
import type { Scene } from './scene.ts'

/** Each one is changed in the hash of a job that is whole otherwise. */
const damagedFields: readonly Readonly<Record<string, string>>[] = [
  { [jobFields.data]: '{"v":1,' },
  { [jobFields.data]: 'null' },
  { [jobFields.data]: '{"v":1,"events":7,"deliveries":{}}' },
  { [jobFields.options]: 'nonsense' },
  { [jobFields.options]: '{"attempts":"x"}' },
  { [jobFields.attemptsMade]: 'x' },
  { [jobFields.attemptsStarted]: 'x' },
  { [jobFields.stalls]: 'x' },
  { priority: 'nan' },
  { progress: '{' },
  { parent: '{', parentKey: 'nobody' },
  { rjk: 'a:b' },
]

export const damageCases: readonly SceneCase[] = [
  {
    name: 'damaged-jobs',
    promise: `jobs of every queue are damaged in every way; ${goOn}, and none beside them is lost`,
    play: (scene) =>
      scene.during('damaged jobs', async () => {
        for (const stage of stageNames) await damageJobs(scene, stage)
        await pause(5_000)
      }),
  },
  {
    name: 'damaged-queues',
    promise: `each key of every queue gets another type; ${goOn}, and no job is lost`,
    play: (scene) =>
      scene.during('damaged queues', async () => {
        for (const [key, type] of Object.entries(keyTypes)) {
          for (const stage of stageNames) await replaceKey(scene, { stage, key, type })
          await pause(1_000)
        }
      }),
  },
]

async function damageJobs({ redis, setup }: Scene, stage: string): Promise<void> {
  const { jobPrefix, waiting, delayed, active } = queueKeys(setup.installation.prefix, stage)
  const soon = String((Date.now() + 300) * 0x1000)
  const places: readonly (readonly string[])[] = [
    ['LPUSH', waiting],
    ['LPUSH', active],
    ['ZADD', delayed, soon],
    ['ZADD', `${jobPrefix}prioritized`, '1'],
  ]
  for (const [at, place] of places.entries()) {
    const put = async (id: string): Promise<void> => {
      const [command = '', ...args] = place
      await redis.command(command, ...args, id)
    }
    for (const [number, fields] of damagedFields.entries()) {
      const id = `damaged-${at}-${number}`
      const whole = { name: stage, data: '{"v":0}', opts: '{"attempts":9}', timestamp: '1' }
      await redis.command('HSET', jobPrefix + id, ...Object.entries({ ...whole, ...fields }).flat())
      await put(id)
    }
    await redis.command('SET', `${jobPrefix}text-${at}`, 'a text')
    for (const id of [`text-${at}`, `ghost-${at}`, 'events', 'id']) await put(id)
    // A worker may have been faster, and have its own lock there.
    await redis.command('RPUSH', `${jobPrefix}damaged-${at}-0:lock`, 'x').catch(() => undefined)
    await redis.command('SET', `${jobPrefix}damaged-${at}-1:lock`, 'nobody')
  }
}

async function replaceKey(
  { redis, setup }: Scene,
  { stage, key, type }: { readonly stage: string; readonly key: string; readonly type: string },
): Promise<void> {
  const name = queueKeys(setup.installation.prefix, stage).jobPrefix + key
  await redis.command('DEL', name)
  // A worker may have made the key again meanwhile.
  if (type === 'string') await redis.command('RPUSH', name, 'x').catch(() => undefined)
  else await redis.command('SET', name, 'x')
}
