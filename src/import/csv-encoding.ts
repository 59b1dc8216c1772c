/** In which encoding a file is written: by its byte order mark, else by whether its bytes are UTF-8. */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { ImportError } from './import-error.ts'
import type { ImportMap } from './import-map.ts'

export interface FoundEncoding {
  readonly encoding: 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be'
  /** The byte order mark. */
  readonly skippedBytes: number
}

const marks = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const

/** Reads all of the file. Throws ImportError when it cannot be read, or is no text. */
export async function findEncoding(
  file: string,
  {
    encoding,
    onBytes,
  }: { readonly encoding: ImportMap['encoding']; readonly onBytes: (bytes: Buffer) => void },
): Promise<FoundEncoding> {
  let start: Buffer | undefined
  let rest = Buffer.alloc(0)
  let isValid = true
  let hasZero = false
  for await (const chunk of chunksOf(file)) {
    onBytes(chunk)
    start ??= chunk.subarray(0, 4)
    hasZero ||= chunk.includes(0)
    if (!isValid) continue
    const bytes = Buffer.concat([rest, chunk])
    const end = wholeCharacters(bytes)
    isValid = isUtf8(bytes.subarray(0, end))
    rest = bytes.subarray(end)
  }
  const mark = marks.find(({ bytes }) => bytes.every((byte, at) => start?.[at] === byte))
  if (start?.toString('latin1').startsWith('PK'))
    throw new ImportError([`${file} is a workbook or archive: ${save}`])
  if (mark !== undefined) return { encoding: mark.encoding, skippedBytes: mark.bytes.length }
  if (encoding === 'utf-16') return { encoding: 'utf-16le', skippedBytes: 0 }
  if (hasZero) throw new ImportError([`${file} is no text in UTF-8 or Latin-1: ${save}`])
  if (encoding === 'utf-8' && !(isValid && rest.length === 0))
    throw new ImportError([`${file} is not UTF-8: ${save}`])
  return {
    encoding: encoding !== 'latin1' && isValid && rest.length === 0 ? 'utf-8' : 'windows-1252',
    skippedBytes: 0,
  }
}

const save = 'save it as CSV (UTF-8)'

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) yield chunk
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    const reason = code === 'ENOENT' ? 'does not exist: check the path' : `cannot be read (${code})`
    throw new ImportError([`${file} ${reason}`])
  }
}

/** Bytes up to the last character that is not cut by the end of the chunk. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return size > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
