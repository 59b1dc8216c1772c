/** Which events the operator means. */
import type { Kysely } from 'kysely'
import {
  findByCustomer,
  findByIndexedId,
  findByMid,
  findByNumber,
  findByOutbound,
  findByPlatformId,
  findByTurn,
  findByWords,
} from '../../src/db/why/find-events.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { findNamedProfiles } from '../customer/named-customer.ts'

export interface NamedEvents {
  /** `interaction.kwInteractionId`, the latest first where they are several. */
  readonly ids: readonly string[]
  /** How the text was understood. */
  readonly as: string
}

type Find = (db: Kysely<Database>, value: string, limit: number) => Promise<readonly string[]>

const number = /^\d{1,19}$/

const byKind: Readonly<Record<string, { readonly as: string; readonly find: Find }>> = {
  interaction: { as: 'interaction', find: numbered(findByNumber) },
  turn: { as: 'turn', find: numbered(findByTurn) },
  outbound: { as: 'outbound message', find: numbered(findByOutbound) },
  mid: { as: 'message', find: findByPlatformId },
  comment: { as: 'comment', find: findByPlatformId },
  post: { as: 'post', find: findByPlatformId },
  text: { as: 'words', find: findByWords },
}

/**
 * The first of these that names something: an id of Facebook that has an index, a customer (their latest events), the
 * number of an outbound message, the mid of a message, words. A kind in front decides: `outbound:12`.
 */
export async function findEvents(
  { db, country }: { readonly db: Kysely<Database>; readonly country: string | undefined },
  what: string,
  limit: number,
): Promise<NamedEvents> {
  const given = what.trim()
  const { kind, value } = /^(?<kind>[a-z]+):(?<value>.+)$/s.exec(given)?.groups ?? {}
  const named = kind === undefined ? undefined : byKind[kind]
  if (named !== undefined && value !== undefined)
    return { ids: await named.find(db, value.trim(), limit), as: named.as }

  const byId = await findByIndexedId(db, given)
  if (byId.length > 0) return { ids: byId, as: 'id of Facebook' }
  if (/^(?:m_|mid\.)/.test(given)) return { ids: await findByMid(db, given), as: 'id of Facebook' } // nothing else looks so
  const customers = await findNamedProfiles({ db, country }, given)
  for (const pId of customers) {
    const ids = await findByCustomer(db, pId, limit)
    if (ids.length > 0) return { ids, as: `customer ${pId}` }
  }
  if (customers.length > 0) return { ids: [], as: 'customer without events' }
  const byNumber = await numbered(findByOutbound)(db, given, limit)
  if (byNumber.length > 0) return { ids: byNumber, as: 'outbound message' }
  const byMid = await findByMid(db, given)
  if (byMid.length > 0) return { ids: byMid, as: 'id of Facebook' }
  return { ids: await findByWords(db, given, limit), as: 'words' }
}

function numbered(find: (db: Kysely<Database>, id: string) => Promise<readonly string[]>): Find {
  return async (db, value) => (number.test(value) ? await find(db, value) : [])
}
