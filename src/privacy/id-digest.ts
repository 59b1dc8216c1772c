import { createHmac } from 'node:crypto'

/** An id of a customer: its kind (`chan2Profile.cidType`) and its value. */
export interface PersonId {
  readonly kind: string
  readonly value: string
}

/** Keyed hashes of ids: they tell that an id is forgotten, and nothing about the id to who does not have the key. */
export interface IdDigests {
  /** 16 bytes of HMAC-SHA256 under each secret key, the newest key first. */
  all(id: PersonId): readonly Buffer[]
}

/** `secretKeys`: PAGEBEAT_SECRET_KEY, each base64 of 32 bytes; several while it is rotated. */
export function createIdDigests(secretKeys: readonly string[]): IdDigests {
  const keys = secretKeys.map((key) =>
    createHmac('sha256', Buffer.from(key, 'base64')).update('pagebeat: forgotten ids').digest(),
  )
  return {
    all: ({ kind, value }) =>
      keys.map((key) => createHmac('sha256', key).update(`${kind}\n${value}`).digest().subarray(0, 16)),
  }
}
