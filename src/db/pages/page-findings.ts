/** What the last check of each Page found: `page.findings`. The daily check and `pagebeat page check` write it. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { PageId } from '../../domain/ids.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

const schema = z.array(
  z.object({
    check: z.string(),
    state: z.enum(['ok', 'wrong', 'unsure']),
    says: z.string(),
    fix: z.string().optional(),
  }),
)
/** The result of one check (`Finding`). */
export type StoredFinding = z.infer<typeof schema>[number]

export interface CheckedFindings {
  readonly pageId: PageId
  readonly findings: readonly StoredFinding[]
  /** ms */
  readonly now: number
}

/** They replace those of the check before. A Page without a row stays without. */
export async function recordFindings(
  db: Kysely<Database>,
  { pageId, findings, now }: CheckedFindings,
): Promise<void> {
  const kept = findings.map(({ check, state, says, fix }) => ({ check, state, says, fix }))
  await again(() =>
    db
      .updateTable('page')
      .set({ findings: JSON.stringify(kept), findingsTs: String(Math.round(now)) })
      .where('pageId', '=', pageId)
      .execute(),
  )
}

/** Of a row's text. What another version wrote, and cannot be read, is none. */
export function decodeFindings(text: string | null): readonly StoredFinding[] {
  if (text === null) return []
  try {
    return schema.safeParse(JSON.parse(text)).data ?? []
  } catch {
    return []
  }
}
