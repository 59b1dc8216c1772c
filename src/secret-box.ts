/**
 * Encrypts secrets that a dump of the database must not show: with PAGEBEAT_SECRET_KEY, by AES-256-GCM, bound to the
 * name of the parameter. A value that was changed, or copied to another name, cannot be decrypted.
 *
 *   pb1:<base64 of: 4 bytes that tell the key, 12 bytes nonce, the encrypted text, 16 bytes tag>
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { ConfigError, SecretUnreadableError } from './errors.ts'

export interface SecretBox {
  /** The encrypted value. The same value is encrypted differently each time. */
  seal(value: string, name: string): string
  /** The value that was encrypted under this name. Throws SecretUnreadableError, which holds no part of it. */
  open(sealed: string, name: string): string
}

interface Key {
  readonly id: Buffer
  readonly bytes: Buffer
}

const version = 'pb1:'
const idBytes = 4
const nonceBytes = 12
const tagBytes = 16

/**
 * With several keys, each base64 of 32 bytes, the first encrypts and all decrypt. Throws ConfigError for anything
 * else.
 */
export function createSecretBox(
  keys: readonly string[],
  { random = randomBytes }: { readonly random?: (size: number) => Buffer } = {},
): SecretBox {
  const known = keys.map(toKey)
  const [newest] = known
  if (newest === undefined)
    throw new ConfigError(['PAGEBEAT_SECRET_KEY is empty: make a key with `openssl rand -base64 32`'])
  return {
    seal(value, name) {
      const nonce = random(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', newest.bytes, nonce, { authTagLength: tagBytes })
      cipher.setAAD(boundTo(newest, name))
      const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
      return version + Buffer.concat([newest.id, nonce, text, cipher.getAuthTag()]).toString('base64')
    },
    open(sealed, name) {
      const bytes = decode(sealed, name)
      const key = known.find(({ id }) => id.equals(bytes.subarray(0, idBytes)))
      if (key === undefined) throw new SecretUnreadableError(name, 'other_key')
      return decrypt(key, { bytes, name })
    },
  }
}

function toKey(text: string): Key {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== 32)
    throw new ConfigError([
      'PAGEBEAT_SECRET_KEY is not base64 of 32 bytes: make a key with `openssl rand -base64 32`',
    ])
  const id = createHmac('sha256', bytes).update('pagebeat: which key').digest().subarray(0, idBytes)
  return { id, bytes }
}

/** Associated data of the cipher: name, key and version cannot be exchanged. */
function boundTo({ id }: Key, name: string): Buffer {
  return Buffer.concat([Buffer.from(version), id, Buffer.from(name)])
}

function decode(sealed: string, name: string): Buffer {
  if (!sealed.startsWith(version)) throw new SecretUnreadableError(name, 'not_sealed')
  const text = sealed.slice(version.length)
  const bytes = Buffer.from(text, 'base64')
  // Node ignores characters that are not base64, but an encrypted value has only one spelling.
  const isWhole = bytes.toString('base64') === text && bytes.length >= idBytes + nonceBytes + tagBytes
  if (!isWhole) throw new SecretUnreadableError(name, 'damaged')
  return bytes
}

function decrypt(key: Key, { bytes, name }: { readonly bytes: Buffer; readonly name: string }): string {
  const nonce = bytes.subarray(idBytes, idBytes + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes })
  decipher.setAAD(boundTo(key, name))
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
  try {
    const text = bytes.subarray(idBytes + nonceBytes, bytes.length - tagBytes)
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
  } catch {
    // Node's error says nothing more. Without a cause, no part of the value can be logged with it.
    throw new SecretUnreadableError(name, 'damaged')
  }
}
