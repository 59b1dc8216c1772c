import { randomUUID } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A folder that this process alone writes to. */
export interface FolderLock {
  /** False once another process has taken the folder over, for example after this one was frozen for long. */
  isHeld(): boolean
  release(): void
}

/** Another process that lives holds the folder. */
export class FolderInUse extends Error {
  constructor(folder: string, { pid, host }: Holder) {
    super(`${folder} is in use by process ${pid} on ${host}`)
  }
}

interface Holder {
  readonly pid: number
  readonly host: string
  /** The boot and the process namespace in which `pid` has its meaning; absent where there is no /proc. */
  readonly place?: string | undefined
  /** When the process started: a later process may have the same pid. */
  readonly startedAt?: string | undefined
  readonly token: string
}

export interface LockOptions {
  /** How often the holder shows that it lives. */
  readonly heartbeatMs?: number
  /** The holder is of another container or machine: without a sign of life in this time, it is dead. */
  readonly deadAfterMs?: number
}

const fileName = 'lock'

/**
 * Creates the folder if it is missing, and locks it. A lock whose process is dead is taken over: at once where /proc
 * tells, else after it showed no life for three seconds. Throws FolderInUse, or the error of the file system.
 */
export async function lockFolder(
  folder: string,
  { heartbeatMs = 500, deadAfterMs = 3_000 }: LockOptions = {},
): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, fileName)
  const token = randomUUID()
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    place: placeOf(),
    startedAt: startOf(process.pid),
    token,
  }
  while (!create(file, mine)) {
    const found = read(file)
    if (found === undefined) continue // released just now
    const { holder, text } = found
    if (holder !== undefined && (await isAlive(file, { holder, deadAfterMs })))
      throw new FolderInUse(folder, holder)
    removeStale(file, text)
  }
  let held = true
  let shownAt = performance.now()
  function showLife(): void {
    shownAt = performance.now()
    if (!held) return
    held = read(file)?.holder?.token === token
    if (held) touch(file)
    else clearInterval(timer)
  }
  const timer = setInterval(showLife, heartbeatMs)
  timer.unref()
  return {
    isHeld() {
      // After a freeze, requests may come before the timer.
      if (performance.now() - shownAt > 2 * heartbeatMs) showLife()
      return held
    },
    release() {
      clearInterval(timer)
      if (read(file)?.holder?.token === token) rmSync(file, { force: true })
      held = false
    },
  }
}

/** Who holds the folder, in words, if a lock is there. It may be the lock of a dead process. */
export function describeLock(folder: string): string | undefined {
  const found = read(path.join(folder, fileName))
  if (found === undefined) return undefined
  if (found.holder === undefined) return 'a lock that cannot be read'
  const { pid, host } = found.holder
  return `process ${pid} on ${host}${isSameHolder(found.holder) === false ? ', which is dead' : ''}`
}

/** False when a lock is there. The file appears whole: it is linked to its name once it is written. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${holder.token}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

function read(file: string): { readonly holder: Holder | undefined; readonly text: string } | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    const holder: Holder = JSON.parse(text)
    return { holder: typeof holder.token === 'string' ? holder : undefined, text }
  } catch {
    return { holder: undefined, text }
  }
}

async function isAlive(
  file: string,
  { holder, deadAfterMs }: { readonly holder: Holder; readonly deadAfterMs: number },
): Promise<boolean> {
  const known = isSameHolder(holder)
  if (known !== undefined) return known
  const before = modifiedAt(file)
  await pause(deadAfterMs)
  const after = modifiedAt(file)
  return after !== undefined && after !== before // no clock is compared with another one
}

/** Whether the very process of the lock lives; undefined where this process cannot see it. */
function isSameHolder({ pid, place, startedAt }: Holder): boolean | undefined {
  if (place === undefined || place !== placeOf()) return undefined
  return startedAt !== undefined && startOf(pid) === startedAt
}

/**
 * Two processes may find the same stale lock. The second one would remove the new lock of the first: it sees that by
 * the text, and puts it back.
 */
function removeStale(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  try {
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function touch(file: string): void {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function modifiedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}

function placeOf(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return undefined
  }
}

/** In ticks since the boot; undefined for a process that has ended, also while its parent has not asked for it. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? undefined : fields[18]
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
