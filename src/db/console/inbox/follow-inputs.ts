/** New rows of the tables from which the Inbox is filled. */
import type { Kysely } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import { type NewLink, readLinks } from './find-linked.ts'
import { createRowFollower, type RowFollower } from './follow-rows.ts'
import type { Heads } from './heads.ts'
import { inRanges, type NewInteraction, readInteractions } from './new-interactions.ts'
import { type OpenRow, readOutbound, readTurns } from './open-rows.ts'

export interface Inputs {
  readonly interactions: RowFollower<NewInteraction>
  readonly turns: RowFollower<OpenRow>
  readonly sent: RowFollower<OpenRow>
  readonly links: RowFollower<NewLink>
}

/** Interactions after `start`, and rows of the other tables that are newer than `heads`. */
export function followRows(
  db: Kysely<Database>,
  { heads, start, now }: { readonly heads: Heads; readonly start: number; readonly now: () => number },
): Inputs {
  const follow = <Row extends { readonly id: string }>(
    from: number,
    read: (where: Parameters<typeof readLinks>[1]) => Promise<readonly Row[]>,
  ): RowFollower<Row> => createRowFollower<Row>({ start: from, now, idOf: ({ id }) => Number(id), read })
  return {
    interactions: follow(start, (where) => readInteractions(db, where)),
    turns: follow(heads.turn, (where) => readTurns(db, inRanges('id', where), where.limit)),
    sent: follow(heads.outbound, (where) => readOutbound(db, inRanges('id', where), where.limit)),
    links: follow(heads.link, (where) => readLinks(db, where)),
  }
}
