/** What stands above and beside an open conversation. */
import { type Kysely, sql } from 'kysely'
import { agentWindowMs } from '../../../domain/agent-window.ts'
import { nameOfKey } from '../../../domain/identity-link.ts'
import type { ConversationId, ProfileId } from '../../../domain/ids.ts'
import type { OutboundAction } from '../../../domain/outbound.ts'
import { reasons } from '../../../identity/describe-link.ts'
import { toSilence } from '../../conversation/thread-control.ts'
import { graphFactsOf } from '../../conversation/graph-facts.ts'
import { readProfile } from '../../customers/read-profile.ts'
import { findCustomer } from '../../identity/find-customer.ts'
import type { Database } from '../../mysql/schema.ts'
import { isUnheard } from './derive-entry.ts'
import type { ThreadRow } from './find-groups.ts'
import { toTimes } from './read-facts.ts'
import { findItems, type Item } from './find-items.ts'
import { known } from './message-parts.ts'
import { type Note, readNotes } from './notes.ts'
import { findGroup } from './read-messages.ts'

export interface Head extends Item {
  readonly psid: string
  readonly control: {
    readonly by: 'bot' | 'agent' | 'app' | 'nobody'
    readonly until?: number
    readonly reason?: string
  }
  readonly windowUntil?: number
  readonly humanAgentUntil?: number
  readonly handOver?: { readonly ts: number; readonly note?: string; readonly result: string }
  readonly customer: HeadCustomer
  readonly notes: Note[]
}

export interface HeadCustomer {
  readonly pId: string
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly language?: string
  readonly city?: string
  readonly country?: string
  readonly columns: Record<string, string | number>
  readonly ids: {
    readonly cidType: string
    readonly id: string
    readonly evidence?: string
    readonly evidenceCode?: string
  }[]
}

const windowMs = 24 * 60 * 60_000

/** Undefined: there is no such conversation, or nothing was said in it. `now` in ms. */
export async function readHead(
  db: Kysely<Database>,
  conversationId: ConversationId,
  now: number,
): Promise<Head | undefined> {
  const group = await findGroup(db, conversationId)
  if (group === undefined) return undefined
  const [thread] = group.threads
  const ids = group.threads.map(({ id }) => id)
  const [[item], handOver, customer, notes] = await Promise.all([
    findItems(db, [thread.id]),
    readHandOver(db, thread),
    readCustomer(db, group.pId),
    readNotes(db, ids),
  ])
  if (item === undefined) return undefined
  const inbound = thread.lastInboundTs === null ? undefined : Number(thread.lastInboundTs)
  return {
    ...item,
    psid: thread.psid,
    control: controlOf(thread, now),
    customer: { ...customer, ...known({ name: item.name }) },
    notes,
    ...known({
      windowUntil: inbound === undefined ? undefined : inbound + windowMs,
      humanAgentUntil: inbound === undefined ? undefined : inbound + agentWindowMs,
      handOver,
    }),
  }
}

function controlOf(thread: ThreadRow, now: number): Head['control'] {
  const { silentUntil = 0, silentReason } = toSilence(thread)
  if (silentUntil <= now) return { by: thread.lastInboundTs === null ? 'nobody' : 'bot' }
  const by = silentReason === 'other_app' ? 'app' : isUnheard(toTimes(thread)) ? 'nobody' : 'agent'
  return { by, until: silentUntil, ...known({ reason: silentReason }) }
}

/** The note is in the message that handed the thread over, as long as that row is kept. */
async function readHandOver(db: Kysely<Database>, thread: ThreadRow): Promise<Head['handOver']> {
  if (thread.handOverTs === null) return undefined
  const row = await db
    .selectFrom('outbound')
    .select('action')
    .where('conversationId', '=', thread.id)
    .where(sql<string>`json_unquote(json_extract(action, '$.action.do'))`, '=', 'hand_over')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const action = row === undefined ? undefined : (JSON.parse(row.action) as OutboundAction).action
  const note = action?.do === 'hand_over' ? action.metadata : undefined
  return {
    ts: Number(thread.handOverTs),
    result: thread.handOverResult ?? 'unknown',
    ...known({ note }),
  }
}

/** Shown by name; the others are `columns`. */
const shown = ['email', 'phone', 'city', 'country'] as const
const inName: ReadonlySet<string> = new Set(['firstName', 'lastName', 'statusCode'])

async function readCustomer(db: Kysely<Database>, pId: ProfileId): Promise<HeadCustomer> {
  const [columns, found, atFacebook] = await Promise.all([
    readProfile(db, pId),
    findCustomer(db, pId),
    db.selectFrom('profileFacebook').select('metaRaw').where('pId', '=', pId).executeTakeFirst(),
  ])
  const values = new Map(columns.map(({ name, value }) => [name, value]))
  const { locale } = graphFactsOf(atFacebook?.metaRaw ?? null)
  const rest = columns.filter(({ name }) => !shown.some((one) => one === name) && !inName.has(name))
  const links = (found?.links ?? []).filter(
    ({ strength, revoked }) => strength !== 'claimed' && revoked === undefined,
  )
  return {
    pId,
    columns: Object.fromEntries(rest.map(({ name, value }) => [name, value])),
    ids: (found?.ids ?? []).map((id) => {
      const key = nameOfKey(id)
      const link = links.find(({ a, b }) => nameOfKey(a) === key || nameOfKey(b) === key)
      const evidence = link === undefined ? undefined : reasons[link.evidence]
      return { cidType: id.kind, id: id.value, ...known({ evidence, evidenceCode: link?.evidence }) }
    }),
    ...known({
      language: locale?.replace('_', '-'),
      ...Object.fromEntries(shown.map((name) => [name, values.get(name)])),
    }),
  }
}
