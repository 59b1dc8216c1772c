import { createHmac, timingSafeEqual } from 'node:crypto'
import { appSecret } from './recipe.ts'

/** The check of the peers, which use no code of ours: as Facebook's samples do it. */
export function isSigned(body: Buffer, header: string | readonly string[] | undefined): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`)
  const given = Buffer.from(typeof header === 'string' ? header : '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
