/** `pagebeat moderation list`: prints what the rules did. */
import type { Kysely } from 'kysely'
import type { PageId } from '../../src/domain/ids.ts'
import { listActs } from '../../src/db/moderation/list-acts.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { printJson, printLine } from '../command-line/terminal.ts'

export interface ListModeration {
  readonly rule: string | undefined
  readonly pageId: PageId | undefined
  readonly limit: number
  readonly asJson: boolean
}

export async function listModeration(
  db: Kysely<Database>,
  { rule, pageId, limit, asJson }: ListModeration,
): Promise<void> {
  const acts = await listActs(db, { ...(rule === undefined ? {} : { rule }), pageId, limit })
  if (asJson) return printJson(acts)
  for (const { outboundId, ts, pageId: page, commentId, act, cause, state, reason, ...one } of acts) {
    const why = reason === null ? '' : ` (${reason})`
    printLine(
      `${outboundId}  ${new Date(ts).toISOString()}  ${one.rule}: ${act} comment ${commentId} of Page ${page}, by ${cause}, ${state}${why}`,
    )
  }
  printLine(
    `${acts.length} act${acts.length === 1 ? '' : 's'}${acts.length === limit ? ` (the newest ${limit})` : ''}`,
  )
}
