import { type Kysely, sql } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import { asProfileId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { createThreads } from './create-threads.ts'
import { findGroups, nameOfPair, type Pair } from './find-groups.ts'
import { saidTypes } from './read-said.ts'

/** Goes once through the interactions up to `last`, and gives every customer who commented a row of `conversation`. */
export interface ThreadScan {
  /** False: all were gone through. */
  next(): Promise<boolean>
}

const rowsAtOnce = 20_000
const pairsAtOnce = 500

export function createThreadScan(db: Kysely<Database>, last: number): ThreadScan {
  let after = 0
  return {
    async next() {
      if (after >= last) return false
      const { rows } = await sql<Pair>`select distinct pageId, pId from interaction
        where kwInteractionId > ${after} and kwInteractionId <= ${after + rowsAtOnce} and channel = ${feedChannel}
          and direction = 'in' and pageId is not null and interactionType in (${sql.join(
            saidTypes.map((type) => sql.lit(type)),
          )})`.execute(db)
      const wanted = rows.filter(({ pId }) => pId !== anonymous && !pId.startsWith('page:'))
      for (let from = 0; from < wanted.length; from += pairsAtOnce) {
        const pairs = new Map(wanted.slice(from, from + pairsAtOnce).map((pair) => [nameOfPair(pair), pair]))
        const { without } = await findGroups(db, { conversationIds: new Set(), pairs })
        await createThreads(db, without)
      }
      after += rowsAtOnce
      return after < last
    },
  }
}

const anonymous = asProfileId('anonymous')
