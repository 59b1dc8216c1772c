import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { describeLock, FolderInUse, lockFolder } from '../../../src/receiver/spool/folder-lock.ts'
import { killWithUs } from '../../helpers/kill-with-us.ts'
import { until } from '../../helpers/until.ts'

const holdFolder = fileURLToPath(new URL('./hold-folder.ts', import.meta.url))

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-lock-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return path.join(folder, 'spool')
}

/** The lock of a process of another container or machine. */
function lockOfElsewhere(file: string): void {
  const holder = { pid: 1, host: 'elsewhere', place: 'another boot', startedAt: '1', token: 'theirs' }
  writeFileSync(file, JSON.stringify(holder))
}

test('one process has the folder, until it releases it', async (t) => {
  const folder = folderOf(t)
  const lock = await lockFolder(folder)
  t.is(statSync(folder).mode & 0o777, 0o700)
  t.is(statSync(path.join(folder, 'lock')).mode & 0o777, 0o600)
  await t.throwsAsync(lockFolder(folder), { instanceOf: FolderInUse, message: new RegExp(`${process.pid}`) })
  t.regex(describeLock(folder) ?? '', new RegExp(`^process ${process.pid} on \\S+$`))
  lock.release()
  t.is(describeLock(folder), undefined)
  const next = await lockFolder(folder)
  t.true(next.isHeld())
  next.release()
  t.deepEqual(readdirSync(folder), [])
})

test('the lock of a killed process is taken over at once, and that of a living one is not', async (t) => {
  const folder = folderOf(t)
  const child = spawn(process.execPath, [holdFolder, folder])
  killWithUs(child)
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  await t.throwsAsync(lockFolder(folder), { instanceOf: FolderInUse })
  child.kill('SIGKILL')
  await once(child, 'close')
  t.regex(describeLock(folder) ?? '', /which is dead$/)
  // A wait for signs of life would outlast the test.
  const lock = await lockFolder(folder, { deadAfterMs: 2 ** 30 })
  t.true(lock.isHeld())
  lock.release()
})

test('a process that got the pid of the dead one does not hold its lock', async (t) => {
  const folder = folderOf(t)
  const lock = await lockFolder(folder)
  const file = path.join(folder, 'lock')
  const text = readFileSync(file, 'utf8')
  lock.release()
  writeFileSync(file, text.replace(/"startedAt":"\d+"/, '"startedAt":"1"'))
  const next = await lockFolder(folder, { deadAfterMs: 2 ** 30 })
  t.true(next.isHeld())
  next.release()
})

test('the lock of another container is taken over when it shows no life, and not while it does', async (t) => {
  const folder = folderOf(t)
  const lock = await lockFolder(folder)
  lock.release()
  const file = path.join(folder, 'lock')
  lockOfElsewhere(file)
  let second = 0
  const beating = setInterval(() => utimesSync(file, (second += 1), second), 20)
  await t.throwsAsync(lockFolder(folder, { deadAfterMs: 500 }), { message: /process 1 on elsewhere/ })
  clearInterval(beating)
  const next = await lockFolder(folder, { deadAfterMs: 500 })
  t.true(next.isHeld())
  next.release()
})

test('one of many that find a stale lock gets the folder', async (t) => {
  const folder = folderOf(t)
  const lock = await lockFolder(folder)
  lock.release()
  lockOfElsewhere(path.join(folder, 'lock'))
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => lockFolder(folder, { deadAfterMs: 50 })),
  )
  const locks = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  t.is(locks.length, 1)
  t.true(locks[0]?.isHeld())
  locks[0]?.release()
})

test('a process learns that another one took its folder over', async (t) => {
  const folder = folderOf(t)
  const lock = await lockFolder(folder, { heartbeatMs: 20 })
  lockOfElsewhere(path.join(folder, 'lock'))
  await until('noticed', () => !lock.isHeld())
  lock.release()
  t.regex(describeLock(folder) ?? '', /process 1 on elsewhere/, 'their lock stays')
})
