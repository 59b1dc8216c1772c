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
  /** Bytes of whole records. What follows was cut off by a crash, or is damaged. */
  readonly wholeBytes: number
}

/** The whole records at the beginning of these bytes. Never throws. */
export function readRecords(bytes: Buffer): ReadRecords {
  const payloads: Buffer[] = []
  let at = 0
  while (at + headerBytes <= bytes.length) {
    const length = bytes.readUInt32LE(at)
    const end = at + headerBytes + length
    if (length > mostBytes || end > bytes.length) break
    const payload = bytes.subarray(at + headerBytes, end)
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break
    payloads.push(payload)
    at = end
  }
  return { payloads, wholeBytes: at }
}
