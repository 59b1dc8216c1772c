/** The table `lead`, as the one who fetches leads reads and writes it. */
import type { Kysely } from 'kysely'
import type { PageId, Psid } from '../../domain/ids.ts'
import type { LeadAnswers, LeadFinding } from '../../domain/lead.ts'
import { parseEventJson } from '../../domain/event-json.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

/** A lead whose answers are to be fetched, or whose customer is to be linked. */
export interface DueLead {
  readonly leadId: string
  readonly pageId: PageId
  readonly formId?: string
  readonly psid?: Psid
  /** ms since the epoch */
  readonly createdTs: number
  readonly foundBy: LeadFinding
  readonly attempts: number
  /** It was fetched or gone before, and the thread told of it since. */
  readonly wasSettled: boolean
  /** The thread brought them, or they were fetched before. */
  readonly answers?: LeadAnswers
}

export interface DueRef {
  readonly leadId: string
  readonly attempts: number
}

/** Undefined: there is no such lead, or nothing is left to do for it. */
export async function findDueLead(db: Kysely<Database>, leadId: string): Promise<DueLead | undefined> {
  const row = await db
    .selectFrom('lead')
    .select([
      'leadId',
      'pageId',
      'formId',
      'psid',
      'createdTs',
      'foundBy',
      'attempts',
      'settledTs',
      'answers',
    ])
    .where('leadId', '=', leadId)
    .where('dueTs', 'is not', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { formId, psid, answers, createdTs, settledTs, ...rest } = row
  return {
    ...rest,
    wasSettled: settledTs !== null,
    createdTs: Number(createdTs),
    ...(formId === null ? {} : { formId }),
    ...(psid === null ? {} : { psid }),
    ...(answers === null ? {} : { answers: decodeAnswers(answers) }),
  }
}

/** Leads whose time has come, the longest due first. */
export async function findDueLeads(
  db: Kysely<Database>,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<readonly DueRef[]> {
  return await db
    .selectFrom('lead')
    .select(['leadId', 'attempts'])
    .where('dueTs', '<=', String(before))
    .orderBy('dueTs')
    .limit(limit)
    .execute()
}

export interface Postponement {
  readonly state: 'waiting' | 'parked' | 'gone'
  readonly reason: string
  /** ms since the epoch; undefined: it is not tried again. */
  readonly dueTs: number | undefined
}

/**
 * The lead is not fetched. Nothing is kept of one that is gone. False: another worker has done something about it
 * meanwhile, and nothing changes.
 */
export async function postponeLead(
  db: Kysely<Database>,
  { leadId, attempts }: DueRef,
  { state, reason, dueTs, now }: Postponement & { readonly now: number },
): Promise<boolean> {
  const isOver = dueTs === undefined
  const { numUpdatedRows } = await again(() =>
    db
      .updateTable('lead')
      .set({
        state,
        reason: reason.slice(0, 60),
        attempts: attempts + 1,
        dueTs: isOver ? null : String(dueTs),
        ...(isOver ? { settledTs: String(now), answers: null } : {}),
      })
      .where('leadId', '=', leadId)
      .where('dueTs', 'is not', null)
      .where('attempts', '=', attempts)
      .executeTakeFirstOrThrow(),
  )
  return numUpdatedRows > 0n
}

export function decodeAnswers(json: string): LeadAnswers {
  const answers = new Map<string, string | readonly string[]>()
  for (const [name, value] of Object.entries(parseEventJson(json)))
    if (typeof value === 'string') answers.set(name, value)
    else if (Array.isArray(value))
      answers.set(
        name,
        value.filter((each) => typeof each === 'string'),
      )
  return Object.fromEntries(answers)
}
