/** Hashes passwords with argon2id, whose cost in memory makes guesses dear. The hash names its own cost. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

interface Cost {
  readonly memoryKib: number
  readonly passes: number
}

/** OWASP's least for argon2id: 19 MiB, 2 passes, 1 lane (Password Storage Cheat Sheet). 40 ms on a busy core. */
const cost: Cost = { memoryKib: 19_456, passes: 2 }
const hashBytes = 32
const saltBytes = 16

export const leastPasswordLength = 12

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`, as other programs write it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt, cost)
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$${toText(salt)}$${toText(hash)}`
}

/**
 * True when the password is the one of this hash. Without a hash it is false, and takes as long: the time does not tell
 * whether a user exists.
 */
export async function isPasswordRight(password: string, stored: string | undefined): Promise<boolean> {
  const { salt, hash, cost: given } = readHash(stored ?? '') ?? nobody
  const found = await derive(password, salt, given)
  return timingSafeEqual(found, hash) && stored !== undefined
}

const nobody = { salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes), cost }

const format = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function readHash(stored: string): typeof nobody | undefined {
  const [, memory = '', passes = '', salt = '', hash = ''] = format.exec(stored) ?? []
  const found = Buffer.from(hash, 'base64')
  if (found.length !== hashBytes) return undefined
  return {
    salt: Buffer.from(salt, 'base64'),
    hash: found,
    cost: { memoryKib: Number(memory), passes: Number(passes) },
  }
}

function derive(password: string, salt: Buffer, { memoryKib, passes }: Cost): Promise<Buffer> {
  // The same letters may come in several forms: an accent of its own, or within the letter.
  const message = password.normalize('NFKC')
  return new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      { message, nonce: salt, parallelism: 1, tagLength: hashBytes, memory: memoryKib, passes },
      (error, hash) => {
        if (error === null) resolve(hash)
        else reject(error)
      },
    )
  })
}

function toText(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
