/**
 * The token of an m.me link: it tells the brand's number of the customer for whom the link was made. It is encrypted and
 * signed by AES-256-GCM with a key that is derived from PAGEBEAT_SECRET_KEY, so nobody else can read, change or make one.
 *
 *   pbc1.<base64url of: 12 bytes nonce, 4 bytes end of life in seconds, the number, 16 bytes tag>
 *
 * The Page is signed too: a token is no token for another Page. All characters are allowed in the `ref` of an m.me link.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { keyOf } from '../domain/event-key.ts'
import type { Key } from '../domain/event.ts'
import type { PageId } from '../domain/ids.ts'
import type { InviteRefusal } from '../domain/reasons.ts'

export interface Invite {
  readonly pageId: PageId
  /** The brand's number of the customer: at most 54 bytes in UTF-8. */
  readonly customer: string
  /** ms since the epoch; the token tells whole seconds. */
  readonly expiresTs: number
}

export type InviteReading =
  /** `key` stands for the token, which nobody can make from it. */
  { readonly customer: string; readonly key: Key } | { readonly refused: InviteRefusal }

export interface Invites {
  /** At most 120 characters. Each call makes another token. Throws RangeError for a number that is empty or too long. */
  write(invite: Invite): string
  /** Undefined: `ref` is no token, but the ref of another link or of an ad. `at`: when the link was used, ms. */
  read(ref: string, use: { readonly pageId: PageId; readonly at: number }): InviteReading | undefined
}

export const longestInvitedNumber = 54

/** Every token begins so, and hardly any other text. */
export const invitePrefix = 'pbc1.'
const nonceBytes = 12
const expiryBytes = 4
const tagBytes = 16
const longestToken = 120

/** `keys`: those of PAGEBEAT_SECRET_KEY. The first signs; links that were made with the others are read. */
export function createInvites(keys: readonly string[]): Invites {
  const known = keys.map(deriveKey)
  const [newest] = known
  return {
    write({ pageId, customer, expiresTs }) {
      const number = Buffer.from(customer)
      if (newest === undefined || number.length === 0 || number.length > longestInvitedNumber)
        throw new RangeError(`a customer number has 1 to ${longestInvitedNumber} bytes`)
      const expiry = Buffer.alloc(expiryBytes)
      expiry.writeUInt32BE(Math.floor(expiresTs / 1000))
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', newest, nonce, { authTagLength: tagBytes })
      cipher.setAAD(Buffer.from(invitePrefix + pageId))
      const parts = [nonce, cipher.update(expiry), cipher.update(number), cipher.final(), cipher.getAuthTag()]
      return invitePrefix + Buffer.concat(parts).toString('base64url')
    },
    read(ref, { pageId, at }) {
      if (!ref.startsWith(invitePrefix)) return undefined
      const bytes = decode(ref)
      if (bytes === undefined) return { refused: 'malformed' }
      for (const key of known) {
        const opened = open(bytes, key, pageId)
        if (opened === undefined) continue
        if (at > opened.readUInt32BE(0) * 1000) return { refused: 'expired' }
        return { customer: opened.toString('utf8', expiryBytes), key: keyOf('invite', ref) }
      }
      return { refused: 'forged' }
    },
  }
}

function deriveKey(key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), '', 'pagebeat: invite', 32))
}

function decode(ref: string): Buffer | undefined {
  if (ref.length > longestToken) return undefined
  const text = ref.slice(invitePrefix.length)
  const bytes = Buffer.from(text, 'base64url')
  // Node ignores characters that are not base64url, but a token has only one spelling.
  const isWhole = bytes.toString('base64url') === text
  return isWhole && bytes.length > nonceBytes + expiryBytes + tagBytes ? bytes : undefined
}

/** The tag is compared in constant time. */
function open(bytes: Buffer, key: Buffer, pageId: PageId): Buffer | undefined {
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  cipher.setAAD(Buffer.from(invitePrefix + pageId))
  cipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
  const text = cipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes))
  try {
    cipher.final()
    return text
  } catch {
    return undefined // Node's only error here: the tag is another
  }
}
