import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { readRecords, toRecord } from './record.ts'

/** Deliveries on the local disk, in files of a folder, in the order in which they were written. */
export interface Journal {
  /** Resolves when all payloads are on disk. Rejects when they may not be: then none of them counts. */
  append(payloads: readonly Buffer[]): Promise<void>
  /** The oldest file with records, which is then closed to appends; undefined when there is none. */
  oldest(): Promise<{ readonly name: string; readonly payloads: readonly Buffer[] } | undefined>
  /** Its records are stored elsewhere. */
  remove(name: string): Promise<void>
  readonly bytes: number
  readonly records: number
  close(): Promise<void>
}

export interface JournalOptions {
  readonly folder: string
  /** A file of this size is closed. A crash while draining repeats at most one file. */
  readonly segmentBytes?: number
}

interface Segment {
  readonly name: string
  bytes: number
  records: number
}

const ending = '.journal'

/**
 * Opens the folder and repairs what a crash left: a record that is not whole ends its file, and is cut off. It was
 * never acknowledged.
 */
export async function openJournal({
  folder,
  segmentBytes = 8 * 1024 * 1024,
}: JournalOptions): Promise<Journal> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const segments: Segment[] = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .flatMap((name) => repair(folder, name))
  let last = Number.parseInt(segments.at(-1)?.name ?? '0', 10)
  let writing: { readonly segment: Segment; readonly file: FileHandle } | undefined

  let before: Promise<unknown> = Promise.resolve()
  /** One after the other: a drain closes the file to which an append may be writing. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const done = before.then(work)
    before = done.catch(() => undefined)
    return done
  }

  async function writable(): Promise<NonNullable<typeof writing>> {
    if (writing !== undefined && writing.segment.bytes < segmentBytes) return writing
    await closeWriting()
    last += 1
    const segment: Segment = { name: `${String(last).padStart(12, '0')}${ending}`, bytes: 0, records: 0 }
    const file = await open(path.join(folder, segment.name), 'ax', 0o600)
    await syncFolder(folder) // else a crash of the machine could lose the file with its records
    segments.push(segment)
    writing = { segment, file }
    return writing
  }

  async function closeWriting(): Promise<void> {
    const closed = writing
    writing = undefined
    await closed?.file.close()
  }

  /** A failed write may have left a part of a record behind, which would hide every record after it. */
  async function giveUp({ segment, file }: NonNullable<typeof writing>): Promise<void> {
    writing = undefined
    await file.truncate(segment.bytes).catch(() => undefined) // if this fails, too, the next start cuts it off
    await file.close().catch(() => undefined)
  }

  async function append(payloads: readonly Buffer[]): Promise<void> {
    const target = await writable()
    const records = Buffer.concat(payloads.map(toRecord))
    try {
      await writeAll(target.file, records)
      await target.file.datasync()
    } catch (error) {
      await giveUp(target)
      throw error
    }
    target.segment.bytes += records.length
    target.segment.records += payloads.length
  }

  async function oldest(): ReturnType<Journal['oldest']> {
    for (;;) {
      const [segment] = segments
      if (segment === undefined) return undefined
      if (segment === writing?.segment) await closeWriting()
      const { payloads } = readRecords(readFileSync(path.join(folder, segment.name)))
      if (payloads.length > 0) return { name: segment.name, payloads }
      removeSegment(segment)
    }
  }

  async function remove(name: string): Promise<void> {
    const segment = segments.find((one) => one.name === name)
    if (segment !== undefined) removeSegment(segment)
    await syncFolder(folder)
  }

  return {
    append: (payloads) => alone(() => append(payloads)),
    oldest: () => alone(oldest),
    remove: (name) => alone(() => remove(name)),
    get bytes() {
      return segments.reduce((sum, { bytes }) => sum + bytes, 0)
    },
    get records() {
      return segments.reduce((sum, { records }) => sum + records, 0)
    },
    close: () => alone(closeWriting),
  }

  function removeSegment(segment: Segment): void {
    rmSync(path.join(folder, segment.name), { force: true })
    segments.splice(segments.indexOf(segment), 1)
  }
}

function repair(folder: string, name: string): Segment[] {
  const file = path.join(folder, name)
  const { payloads, wholeBytes } = readRecords(readFileSync(file))
  if (statSync(file).size > wholeBytes) truncateSync(file, wholeBytes)
  if (payloads.length > 0) return [{ name, bytes: wholeBytes, records: payloads.length }]
  rmSync(file)
  return []
}

/** One call of `write` may write less than all, for example when the disk is nearly full. */
async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let at = 0
  while (at < bytes.length) at += (await file.write(bytes, at)).bytesWritten
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
