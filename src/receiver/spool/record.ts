import { crc32 } from 'node:zlib'

/** A record of the journal: its length and its checksum, 4 bytes each, little-endian, then its bytes. */
const headerBytes = 8
/** A longer record is damage, not data: a body has 4 MiB at most, and base64 adds a third. */
const mostBytes = 16 * 1024 * 1024

export function toRecord(payload: Buffer): Buffer {
  const record = Buffer.allocUnsafe(headerBytes + payload.length)
  record.writeUInt32LE(payload.length, 0)
  record.writeUInt32LE(crc32(payload), 4)
  payload.copy(record, headerBytes)
  return record
}

export interface ReadRecords {
  readonly payloads: readonly Buffer[]
  /** Bytes of whole records. */
  readonly wholeBytes: number
  /**
   * The bytes after the whole records. `torn`: a crash cut their record off, before it was acknowledged. `damaged`:
   * they changed on the disk, and may hold records that were acknowledged.
   */
  readonly rest: 'none' | 'torn' | 'damaged'
}

/** The whole records at the beginning of these bytes. Never throws. */
export function readRecords(bytes: Buffer): ReadRecords {
  const payloads: Buffer[] = []
  let at = 0
  while (at + headerBytes <= bytes.length) {
    const length = bytes.readUInt32LE(at)
    const end = at + headerBytes + length
    // No record is empty: after a power failure, a file may end with zeros that were never written.
    if (length === 0 || length > mostBytes || end > bytes.length) break
    const payload = bytes.subarray(at + headerBytes, end)
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break
    payloads.push(payload)
    at = end
  }
  return { payloads, wholeBytes: at, rest: restOf(bytes.subarray(at)) }
}

/** A crash leaves the beginning of a record, or zeros in place of bytes. */
function restOf(rest: Buffer): ReadRecords['rest'] {
  if (rest.length === 0) return 'none'
  if (rest.length < headerBytes || rest.every((byte) => byte === 0)) return 'torn'
  const length = rest.readUInt32LE(0)
  return length > 0 && length <= mostBytes && headerBytes + length > rest.length ? 'torn' : 'damaged'
}
