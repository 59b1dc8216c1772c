/** The acts of moderation for an operator: newest first, and in numbers. */
import type { Kysely } from 'kysely'
import { asPageId, type PageId } from '../../domain/ids.ts'
import type { OutboundState } from '../../domain/outbound.ts'
import type { Database } from '../mysql/schema.ts'
import type { RuleOf } from './undo-rule.ts'

export interface ModerationAct {
  readonly outboundId: string
  readonly ts: number
  readonly pageId: PageId
  readonly commentId: string
  readonly rule: string
  readonly act: string
  readonly cause: string
  /** Of its row in `outbound`: whether Facebook did it. */
  readonly state: OutboundState
  readonly reason: string | null
}

export async function listActs(
  db: Kysely<Database>,
  { rule, pageId, limit }: Partial<RuleOf> & { readonly limit: number },
): Promise<ModerationAct[]> {
  const rows = await db
    .selectFrom('moderation as m')
    .innerJoin('outbound as o', 'o.id', 'm.outboundId')
    .select(['m.outboundId', 'm.ts', 'm.pageId', 'm.commentId', 'm.rule', 'm.act', 'm.cause'])
    .select(['o.state', 'o.reason'])
    .$if(rule !== undefined, (query) => query.where('m.rule', '=', rule ?? ''))
    .$if(pageId !== undefined, (query) => query.where('m.pageId', '=', pageId ?? asPageId('')))
    .orderBy('m.outboundId', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, ts: Number(row.ts) }))
}

/** Rules that ever acted, for "did you mean". */
export async function findRules(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('moderation')
    .select('rule')
    .distinct()
    .orderBy('rule')
    .limit(200)
    .execute()
  return rows.map(({ rule }) => rule)
}
