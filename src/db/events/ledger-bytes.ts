/** How `webhookDelivery.bodies` is packed: `UNCOMPRESS()` reads it too. */
import { deflateSync, inflateSync } from 'node:zlib'

/** A body as text, or as base64 of bytes that are no UTF-8, or a part of a body that is too long for a row. */
export type LedgerBody = string | { readonly base64: string } | LedgerPart

/** A part of a body that does not fit a row of this server: the parts in order, joined, are the body. */
export interface LedgerPart {
  readonly part: number
  readonly of: number
  /** The joined text is base64 of the body. */
  readonly isBase64?: true
  readonly text: string
}

/** `bytes` is the length of the unpacked JSON. */
export function packBodies(bodies: readonly LedgerBody[]): {
  readonly bytes: number
  readonly packed: Buffer
} {
  const bytes = Buffer.from(JSON.stringify(bodies))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return { bytes: bytes.length, packed: Buffer.concat([length, compress(bytes)]) }
}

/** Throws what zlib and JSON do, for bytes that `packBodies` did not make. */
export function unpackBodies(packed: Buffer): readonly LedgerBody[] {
  return JSON.parse(inflateSync(packed.subarray(4)).toString()) as LedgerBody[]
}

/**
 * In this thread, fast, and with a small window for a small group: a large window, or another thread, takes longer
 * than the compression itself.
 */
function compress(bytes: Buffer): Buffer {
  return deflateSync(bytes, bytes.length > 16_384 ? { level: 1 } : { level: 1, windowBits: 12, memLevel: 4 })
}
