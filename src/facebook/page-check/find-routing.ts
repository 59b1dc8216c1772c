/** Whether this app is the default app of a Page. Facebook has no call that tells it. */
import { isRecord } from '../json.ts'
import { property } from '../wire-values.ts'
import { asPsid, type Psid } from '../../domain/ids.ts'
import { GraphRejectedError } from '../../errors.ts'
import type { GraphCall, PageAccess } from '../graph/graph-call.ts'
import { graphPath } from '../graph/graph-path.ts'
import { idOf, listOf, textOf } from '../graph/response-fields.ts'
import { takeThreadControl } from '../graph/thread-control.ts'

/**
 * - `this_app`: idle threads come to this app, and it may take threads.
 * - `no_app`: idle threads are everybody's, and nobody may take a thread.
 * - `other_app`: idle threads do not come to this app.
 * - `no_thread`: there is no thread that tells it.
 */
export type Routing = 'this_app' | 'no_app' | 'other_app' | 'no_thread'

const newest = 25
/** A thread without a message for a day is idle. */
const idleMs = 25 * 3_600_000

/**
 * Takes a thread that this app controls already, or that nobody does: nothing changes for its customer, and Facebook
 * refuses it to all but the default app.
 */
export async function findRouting(call: GraphCall, access: PageAccess, now: () => number): Promise<Routing> {
  const response = await call({
    method: 'GET',
    path: graphPath(access.pageId, 'conversations'),
    query: { platform: 'messenger', fields: 'id,is_owner,updated_time,participants', limit: String(newest) },
    access,
    lane: 'settings',
  })
  const threads = listOf(response)
  const own = threads.find((thread) => property(thread, 'is_owner') === true)
  const psid = own === undefined ? undefined : customerOf(own, access)
  if (psid === undefined)
    return threads.some((thread) => isIdle(thread, now()) && property(thread, 'is_owner') === false)
      ? 'other_app'
      : 'no_thread'
  try {
    await takeThreadControl(call, access, { psid })
    return 'this_app'
  } catch (error) {
    if (error instanceof GraphRejectedError) return 'no_app'
    throw error
  }
}

function isIdle(thread: unknown, now: number): boolean {
  const updated = Date.parse(textOf(thread, 'updated_time') ?? '')
  return now - updated > idleMs
}

function customerOf(thread: unknown, { pageId }: PageAccess): Psid | undefined {
  const participants = property(thread, 'participants')
  const list = isRecord(participants) ? property(participants, 'data') : undefined
  if (!Array.isArray(list)) return undefined
  const ids = list.map((participant: unknown) => idOf(participant, 'id'))
  const psid = ids.find((id) => id !== undefined && id !== pageId)
  return psid === undefined ? undefined : asPsid(psid)
}
