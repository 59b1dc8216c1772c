import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { until } from '../helpers/until.ts'
import { post, send } from './http.ts'
import { startOwnRedis } from './own-redis.ts'
import { startProgram } from '../helpers/running-program.ts'
import { startReceiverProcess } from './receiver-process.ts'

const redis = await startOwnRedis()
test.after.always(() => redis.stop())

const delivery = '{"object":"page","entry":[]}'
const large = Buffer.alloc(1024 * 1024, 'a')
const attackProgram = fileURLToPath(new URL('./attack.ts', import.meta.url))

function residentMebi(pid: number): number {
  const kibi = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kibi) / 1024
}

test('1,000 hostile connections take at most 256 MiB, and good deliveries are acked meanwhile', async (t) => {
  const receiver = await startReceiverProcess(redis.url)
  const { port } = receiver
  const pid = receiver.child.pid ?? 0
  t.teardown(() => receiver.stop())
  await until('ready', async () => (await send(port, { path: '/readyz' })).status === 200)
  for (let sent = 0; sent < 100; sent += 1) await post(port, delivery)
  const calm = residentMebi(pid)
  let highest = 0
  t.teardown(() => clearInterval(sampling))
  const sampling = setInterval(() => {
    highest = Math.max(highest, residentMebi(pid))
  }, 50)
  const attack = startProgram([process.execPath, attackProgram, String(port), '1000'], {})
  t.teardown(() => attack.stop())
  await attack.until('1000 connections')
  // How many are acked depends on the processor time that the machine has left.
  let acked = 0
  for (const end = Date.now() + 8_000; Date.now() < end; await pause(100)) {
    const answer = await Promise.race([post(port, delivery).catch(() => undefined), pause(5_000)])
    if (answer?.status === 200) acked += 1
  }
  await attack.stop()
  clearInterval(sampling)
  t.log(`calm ${Math.round(calm)} MiB, highest ${Math.round(highest)} MiB, ${acked} deliveries acked`)
  t.true(acked > 0)
  t.true(highest - calm <= 256, `${highest} - ${calm} MiB`)
  const isLargeAcked = async (): Promise<boolean> => (await post(port, large)).status === 200
  t.true(await until('a large delivery is acked', isLargeAcked))
})
