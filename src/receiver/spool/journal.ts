import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  /** When its oldest record was written, ms since the epoch; undefined when there is none. */
  readonly oldestAt: number | undefined
  close(): Promise<void>
}

export interface JournalOptions {
  /** It exists, and no other process writes to it (`lockFolder`). */
  readonly folder: string
  /** A file of this size is closed. A crash while draining repeats at most one file. */
  readonly segmentBytes?: number
  /** The disk changed a file. Its bytes after the last whole record are kept in this file of the folder. */
  readonly onDamage?: (file: string) => void
}

interface Segment {
  readonly name: string
  bytes: number
  records: number
}

const ending = '.journal'
const damagedEnding = '.damaged'

/** Opens the journal of a folder. It appends only to new files, so a record that a crash cut off hides no other. */
export async function openJournal({
  folder,
  segmentBytes = 2 * 1024 * 1024,
  onDamage = () => undefined,
}: JournalOptions): Promise<Journal> {
  const segments = listSegments(folder)
  let last = Number.parseInt(segments.at(-1)?.name ?? '0', 10)
  let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0)
  let records = segments.reduce((sum, segment) => sum + segment.records, 0)
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
    const segment: Segment = { name: nameOf(last), bytes: 0, records: 0 }
    const file = await open(path.join(folder, segment.name), 'ax', 0o600)
    segments.push(segment)
    writing = { segment, file }
    try {
      await syncFolder(folder) // else a crash of the machine could lose the file with its records
    } catch (error) {
      await giveUp(writing)
      throw error
    }
    return writing
  }

  async function closeWriting(): Promise<void> {
    const closed = writing
    writing = undefined
    await closed?.file.close()
  }

  /**
   * A failed write may have left a part of a record behind, so nothing is appended to this file any more. Its records
   * were never acknowledged: if they stay in the file, they only come twice.
   */
  async function giveUp({ segment, file }: NonNullable<typeof writing>): Promise<void> {
    writing = undefined
    await file.truncate(segment.bytes).catch(() => undefined)
    await file.close().catch(() => undefined)
    if (segment.records === 0) removeSegment(segment) // a full disk must not fill with empty files
  }

  async function append(payloads: readonly Buffer[]): Promise<void> {
    const target = await writable()
    const written = Buffer.concat(payloads.map(toRecord))
    try {
      await writeAll(target.file, written)
      await target.file.datasync()
    } catch (error) {
      await giveUp(target)
      throw error
    }
    target.segment.bytes += written.length
    target.segment.records += payloads.length
    bytes += written.length
    records += payloads.length
  }

  async function oldest(): ReturnType<Journal['oldest']> {
    for (;;) {
      const [segment] = segments
      if (segment === undefined) return undefined
      if (segment === writing?.segment) await closeWriting()
      const payloads = readWhole(segment)
      if (payloads.length > 0) return { name: segment.name, payloads }
      removeSegment(segment)
    }
  }

  function readWhole({ name }: Segment): readonly Buffer[] {
    const content = readFileSync(path.join(folder, name))
    const { payloads, wholeBytes, rest } = readRecords(content)
    if (rest === 'damaged') keepDamaged(name, content.subarray(wholeBytes))
    return payloads
  }

  function keepDamaged(name: string, rest: Buffer): void {
    const file = `${name}${damagedEnding}`
    writeFileSync(path.join(folder, file), rest, { mode: 0o600, flush: true })
    onDamage(file)
  }

  async function remove(name: string): Promise<void> {
    const segment = segments.find((one) => one.name === name)
    if (segment !== undefined) removeSegment(segment)
    await syncFolder(folder)
  }

  function removeSegment(segment: Segment): void {
    rmSync(path.join(folder, segment.name), { force: true })
    segments.splice(segments.indexOf(segment), 1)
    bytes -= segment.bytes
    records -= segment.records
  }

  for (const segment of segments.filter((one) => one.records === 0)) {
    readWhole(segment)
    removeSegment(segment)
  }
  return {
    append: (payloads) => alone(() => append(payloads)),
    oldest: () => alone(oldest),
    remove: (name) => alone(() => remove(name)),
    get bytes() {
      return bytes
    },
    get records() {
      return records
    },
    get oldestAt() {
      return records === 0 ? undefined : writtenAt(segments)
    },
    close: () => alone(closeWriting),
  }
}

export interface JournalFiles {
  readonly records: number
  readonly bytes: number
  readonly oldestAt: number | undefined
  /** Files with damaged bytes, which nothing reads again. */
  readonly damaged: readonly string[]
}

/** What is in a folder. Changes nothing, so it may be asked while a receiver writes there. */
export function readJournalFiles(folder: string): JournalFiles {
  const segments = listSegments(folder).filter(({ records }) => records > 0)
  return {
    records: segments.reduce((sum, { records }) => sum + records, 0),
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    oldestAt: writtenAt(segments),
    damaged: readdirSync(folder).filter((name) => name.endsWith(damagedEnding)),
  }
}

/** Numbers sort the files, and the time tells the age of the oldest record. */
function nameOf(number: number): string {
  return `${String(number).padStart(12, '0')}-${Date.now()}${ending}`
}

function writtenAt(segments: readonly Segment[]): number | undefined {
  const segment = segments.find(({ records }) => records > 0)
  return segment && Number.parseInt(segment.name.split('-')[1] ?? '', 10)
}

function listSegments(folder: string): Segment[] {
  return readdirSync(folder)
    .filter((name) => /^\d{12}-\d+\.journal$/.test(name))
    .toSorted()
    .flatMap((name) => toSegment(folder, name))
}

/** Empty where the file was drained just now. */
function toSegment(folder: string, name: string): Segment[] {
  const file = path.join(folder, name)
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return []
  const content = readFileSync(file)
  return [{ name, bytes: content.length, records: readRecords(content).payloads.length }]
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
