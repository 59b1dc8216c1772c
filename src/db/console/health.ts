/** What the console shows of Pages and held messages. Nothing of it reads `appParams`. */
import type { Kysely } from 'kysely'
import { type PauseReason, toPauseReason } from '../../domain/page-pause.ts'
import { type PageSilence, silenceOf, slotMs } from '../../domain/page-rhythm.ts'
import type { Database } from '../mysql/schema.ts'
import { createPageActivity } from '../notifier/page-activity.ts'
import { decodeFindings, type StoredFinding } from '../pages/page-findings.ts'

export interface PageHealth {
  readonly pageId: string
  readonly isAdded: boolean
  /** ms; the end of the slot of ten minutes. */
  readonly lastEventTs: number | undefined
  readonly checkedTs: number | undefined
  /** Undefined: no check has stored its findings. */
  readonly check: { readonly ts: number; readonly findings: readonly StoredFinding[] } | undefined
  readonly pause: { readonly untilMs: number; readonly reason: PauseReason } | undefined
  readonly silence: PageSilence | undefined
}

/** By id; `*` stands for all Pages of the app while they are paused. `now` in ms. */
export async function readPageHealth(db: Kysely<Database>, now: number): Promise<PageHealth[]> {
  const rows = await db
    .selectFrom('page as p')
    .select(['p.pageId', 'p.registeredTs', 'p.checkedTs', 'p.heldUntil', 'p.heldReason'])
    .select(['p.findings', 'p.findingsTs'])
    .select(({ selectFrom }) =>
      selectFrom('pageActivity as a')
        .select(({ fn }) => fn.max<number>('a.slot').as('slot'))
        .whereRef('a.pageId', '=', 'p.pageId')
        .as('lastSlot'),
    )
    .orderBy('p.pageId')
    .execute()
  const quiet = await createPageActivity(db).findQuiet(now)
  return rows
    .map(({ pageId, registeredTs, checkedTs, heldUntil, heldReason, lastSlot, ...row }) => {
      const counts = quiet.get(pageId)
      const untilMs = Number(heldUntil ?? 0)
      return {
        pageId,
        isAdded: registeredTs !== null,
        lastEventTs: lastSlot === null ? undefined : (lastSlot + 1) * slotMs,
        checkedTs: checkedTs === null ? undefined : Number(checkedTs),
        check:
          row.findingsTs === null
            ? undefined
            : { ts: Number(row.findingsTs), findings: decodeFindings(row.findings) },
        pause: untilMs > now ? { untilMs, reason: toPauseReason(heldReason) } : undefined,
        silence: counts === undefined ? undefined : silenceOf(counts, now),
      }
    })
    .filter(({ pageId, pause }) => pageId !== '*' || pause !== undefined)
}

export interface HeldMessage {
  readonly outboundId: string
  readonly conversationId: string
  readonly pageId: string
  readonly since: number
  readonly reason: string | undefined
}

/** Messages that are held, the oldest first. They have an index: it is the one of sent messages. */
export async function readHeldMessages(db: Kysely<Database>, limit: number): Promise<HeldMessage[]> {
  const rows = await db
    .selectFrom('outbound as o')
    .innerJoin('conversation as c', 'c.id', 'o.conversationId')
    .select(['o.id', 'o.conversationId', 'c.pageId', 'o.settledTs', 'o.createdTs', 'o.reason'])
    .where('o.state', '=', 'held')
    .where('o.recordedTs', 'is', null)
    .orderBy('o.settledTs')
    .limit(limit)
    .execute()
  return rows.map(({ id, conversationId, pageId, settledTs, createdTs, reason }) => ({
    outboundId: id,
    conversationId,
    pageId,
    since: Number(settledTs ?? createdTs),
    reason: reason ?? undefined,
  }))
}
