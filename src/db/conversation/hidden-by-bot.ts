import { sql } from 'kysely'
import { isByAgent } from './moderation.ts'

/**
 * Evaluated only for a comment or post that is hidden: a reply of another turn may have hidden it. After the bot's
 * newest hide only an agent counts; after its newest unhide, whose event may be on its way, a later hide.
 */
export const isHiddenByBot = sql<number | string | null>`case when s.hidden = 1 then (
    select if(h.action like '%"do":"hide"%', not ${isByAgent('s', 'h')}, coalesce(s.hiddenTs, 0) < h.claimedTs)
    from outbound h join turn ht on ht.id = h.turnId
    where h.conversationId = c.id and ht.contentKey = t.contentKey and h.state in ('sending', 'sent', 'unknown', 'held')
      and (h.action like '%"do":"hide"%' or h.action like '%"do":"unhide"%')
    order by h.id desc limit 1
  ) end`
