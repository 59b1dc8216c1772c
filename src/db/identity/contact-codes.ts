/**
 * Codes that prove an e-mail or phone (`verify` of storyboards). The table keeps only keyed hashes of code and contact.
 * A code is made of the turn that sends it, so a turn that runs again sends the same one.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { ProvedContact } from '../../domain/reply.ts'
import type { Turn } from '../../domain/turn.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface ContactCodesOptions {
  /** Those of PAGEBEAT_SECRET_KEY: the first makes codes, all check them. */
  readonly secretKeys: readonly string[]
  /** The written e-mail or phone as an id of a customer. */
  readonly toValue: (kind: ProvedContact['kind'], written: string) => string | undefined
}

export interface WantedCode {
  readonly turn: Turn
  readonly kind: ProvedContact['kind']
  readonly written: string
  readonly minutes: number
  /** ms */
  readonly now: number
}

export interface GivenCode {
  readonly turn: Turn
  readonly contact: ProvedContact
  readonly code: string
  readonly attempts: number
  readonly now: number
}

const dayMs = 86_400_000
/** A customer must not fill the mailbox of another, nor guess for long. */
const codesADay = 5

export function createContactCodes(db: Kysely<Database>, { secretKeys, toValue }: ContactCodesOptions) {
  const keys = secretKeys.map(deriveKey)
  const [newest = Buffer.alloc(0)] = keys

  return {
    /** Undefined: it is no e-mail or phone, or there were too many codes in 24 hours. */
    async create({ turn, kind, written, minutes, now }: WantedCode) {
      const value = toValue(kind, written)
      if (value === undefined || keys.length === 0) return undefined
      const contact: ProvedContact = { kind, value }
      const code = codeOf(newest, turn, contact)
      const row = {
        pageId: turn.pageId,
        psid: turn.psid,
        turnId: turn.id,
        contactKey: contactKeyOf(newest, contact),
        codeHash: hashOf(newest, turn, code),
        createdTs: now,
        expiresTs: now + minutes * 60_000,
      }
      const isStored = await inTransaction(db, async (transaction) => {
        await transaction
          .deleteFrom('contactCode')
          .where('createdTs', '<', String(now - dayMs))
          .limit(100)
          .execute()
        const [ofCustomer, ofContact] = [
          transaction
            .selectFrom('contactCode')
            .where('pageId', '=', turn.pageId)
            .where('psid', '=', turn.psid),
          transaction.selectFrom('contactCode').where('contactKey', '=', row.contactKey),
        ].map((query) =>
          query
            .select(['turnId'])
            .where('createdTs', '>', String(now - dayMs))
            .limit(codesADay + 1)
            .execute(),
        )
        const earlier = [await ofCustomer, await ofContact].map(
          (rows = []) => rows.filter(({ turnId }) => turnId !== turn.id).length,
        )
        if (earlier.some((codes) => codes >= codesADay)) return false
        await transaction
          .insertInto('contactCode')
          .values(row)
          .onDuplicateKeyUpdate(({ ref }) => ({ createdTs: ref('contactCode.createdTs') }))
          .execute()
        return true
      })
      return isStored ? { contact, code } : undefined
    },

    /** `over`: too many wrong codes, or it is too late. A turn that runs again is counted once. */
    async check({ turn, contact, code, attempts, now }: GivenCode): Promise<'right' | 'wrong' | 'over'> {
      return await inTransaction(db, async (transaction) => {
        const row = await transaction
          .selectFrom('contactCode')
          .selectAll()
          .where('pageId', '=', turn.pageId)
          .where('psid', '=', turn.psid)
          .where(
            'contactKey',
            'in',
            keys.map((key) => contactKeyOf(key, contact)),
          )
          .orderBy('createdTs', 'desc')
          .orderBy('turnId', 'desc')
          .limit(1)
          .forUpdate()
          .executeTakeFirst()
        if (row === undefined || now > Number(row.expiresTs)) return 'over'
        const isRepeat = row.lastTurnId === turn.id
        if (row.attempts >= attempts && !isRepeat) return 'over'
        const sender = { pageId: turn.pageId, psid: turn.psid, id: row.turnId }
        if (keys.some((key) => timingSafeEqual(hashOf(key, sender, code), row.codeHash))) return 'right'
        const wrong = row.attempts + (isRepeat ? 0 : 1)
        await transaction
          .updateTable('contactCode')
          .set({ attempts: wrong, lastTurnId: turn.id })
          .where('pageId', '=', turn.pageId)
          .where('psid', '=', turn.psid)
          .where('turnId', '=', row.turnId)
          .execute()
        return wrong >= attempts ? 'over' : 'wrong'
      })
    },
  }
}

function deriveKey(key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), '', 'pagebeat: contact code', 32))
}

type Sender = Pick<Turn, 'pageId' | 'psid' | 'id'>

function hmac(key: Buffer, ...parts: readonly string[]): Buffer {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest()
}

/** Six digits, each as likely as any other within 1 in 10^8. */
function codeOf(key: Buffer, { pageId, psid, id }: Sender, { kind, value }: ProvedContact): string {
  const number = hmac(key, 'code', pageId, psid, id, kind, value).readUIntBE(0, 6) % 1_000_000
  return String(number).padStart(6, '0')
}

function hashOf(key: Buffer, { pageId, psid, id }: Sender, code: string): Buffer {
  return hmac(key, 'hash', pageId, psid, id, code)
}

function contactKeyOf(key: Buffer, { kind, value }: ProvedContact): Buffer {
  return hmac(key, 'contact', kind, value)
}
