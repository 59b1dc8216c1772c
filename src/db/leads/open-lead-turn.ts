/** A fetched lead as a turn of the thread that its customer has with the Page. */
import type { Kysely } from 'kysely'
import type { ConversationId, TurnId } from '../../domain/ids.ts'
import { messengerChannel } from '../../domain/event.ts'
import type { TurnFacts } from '../../domain/turn.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { decodeAnswers } from './lead-store.ts'

export interface LeadTurn {
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  /** When the form was sent, ms. */
  readonly ts: number
}

/**
 * The lead is an open turn, once, of the newest thread of its customer with this Page. Undefined: the customer has no
 * thread here, the form was sent before `since`, or the turn is done. Facebook's window is judged as for every reply.
 */
export async function openLeadTurn(
  db: Kysely<Database>,
  { leadId, since, now }: { readonly leadId: string; readonly since: number; readonly now: number },
): Promise<LeadTurn | undefined> {
  const row = await db
    .selectFrom('lead as l')
    .innerJoin('chan2Profile as own', (join) =>
      join.onRef('own.channelId', '=', 'l.leadId').on('own.cidType', '=', 'lead'),
    )
    .innerJoin('chan2Profile as f', (join) =>
      join.onRef('f.pId', '=', 'own.pId').on('f.cidType', '=', 'facebook'),
    )
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.psid', '=', 'f.channelId').onRef('c.pageId', '=', 'l.pageId'),
    )
    .select(['l.kwInteractionId', 'l.createdTs', 'l.formId', 'l.adId', 'l.answers', 'own.pId', 'c.id'])
    .where('l.leadId', '=', leadId)
    .where('l.state', '=', 'fetched')
    .where('l.createdTs', '>=', String(since))
    .where('c.lastInboundTs', 'is not', null)
    .orderBy('c.lastInboundTs', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined || row.kwInteractionId === null) return undefined
  const { kwInteractionId, createdTs, formId, adId, answers, pId, id } = row
  const facts: TurnFacts = {
    kind: 'lead',
    lead: decodeAnswers(answers ?? '{}'),
    ...(formId === null ? {} : { formId }),
    ...(adId === null ? {} : { adId, source: 'LEAD_FORM' }),
  }
  const times = { ts: createdTs, openedTs: String(now), readyTs: String(now) }
  await again(() =>
    db
      .insertInto('turn')
      .values({
        ...times,
        kwInteractionId,
        conversationId: id,
        pId,
        facts: JSON.stringify(facts),
        channel: messengerChannel,
        contentKey: null,
      })
      .onDuplicateKeyUpdate(({ ref }) => ({ openedTs: ref('turn.openedTs') }))
      .execute(),
  )
  const turn = await db
    .selectFrom('turn')
    .select(['id', 'conversationId'])
    .where('kwInteractionId', '=', kwInteractionId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return turn && { turnId: turn.id, conversationId: turn.conversationId, ts: Number(createdTs) }
}
