/** The image, built without Docker and without npm: the steps of the Dockerfile, with the packages of this project. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { createTestRedis } from '../helpers/redis.ts'
import { startProgram } from '../helpers/running-program.ts'
import { receiverEnv } from '../receiver/receiver-process.ts'
import { runDockerfile } from './run-dockerfile.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-image-'))
const redis = await createTestRedis()
test.after.always(async () => {
  rmSync(folder, { recursive: true })
  await redis.close()
})

test('the receiver of the image starts, is healthy, and ends when told so', async (t) => {
  const image = runDockerfile({ folder, packages: 'link' })
  const env = receiverEnv(redis.url, { PAGEBEAT_ALLOW_VOLATILE: '1', PAGEBEAT_QUEUE_PREFIX: redis.prefix })
  const receiver = startProgram([path.join(image, 'usr/local/bin/pagebeat'), 'receive'], env)
  t.teardown(() => receiver.child.kill('SIGKILL'))
  const [, port = ''] = await receiver.until(/"port":(\d+)/)
  const check = ['perl', path.join(image, 'app/bin/health.pl')] as const
  const health = (more: Readonly<Record<string, string>>) =>
    startProgram(check, { ...env, PAGEBEAT_HEALTH_OF: 'node /usr/local/bin/pagebeat receive', ...more })
      .exited
  t.is(await health({ PORT: port }), 0)
  t.is(await receiver.stop(), 0)
  t.is(await health({ PORT: port }), 1)
})
