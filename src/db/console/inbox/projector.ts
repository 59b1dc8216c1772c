/**
 * Fills the Inbox from the tables of tracking, after they are committed. A row is derived from the tables as they are, so
 * it may be derived in any order and any number of times. What it does not notice at once is found by a sweep.
 */
import type { Kysely } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { createDelayed } from './delayed.ts'
import type { Pair } from './find-groups.ts'
import { findLinked, type NewLink } from './find-linked.ts'
import { followRows } from './follow-inputs.ts'
import type { RowFollower } from './follow-rows.ts'
import { type Heads, readHeads } from './heads.ts'
import { readPosition, savePosition } from './marks.ts'
import { type NewInteraction, placeInteractions, type PlacedText } from './new-interactions.ts'
import { openOutbound, type OpenRow, openTurns, readOpen } from './open-rows.ts'
import { createRecentThreads } from './recent-threads.ts'
import { addTexts, refresh, type Refreshed, type Refreshing } from './refresh.ts'
import { createSweep } from './sweep.ts'
import { createThreadScan } from './thread-scan.ts'

/** What a round has found. The page's streams show it. */
export interface InboxChange {
  /** Entries that are new, or have changed. */
  readonly entries: readonly ConversationId[]
  readonly removed: readonly ConversationId[]
  /** Conversations in which messages may be new or changed. */
  readonly messages: readonly ConversationId[]
}

export interface Projector {
  /**
   * Takes what is new. True: there is more. `isLive`: an agent looks at the Inbox. Throws DatabaseBusyError; the next round
   * then takes the same again.
   */
  round(isLive?: boolean): Promise<boolean>
  /** How far the Inbox is filled for the first time. */
  progress(): Progress
}

export interface Progress {
  readonly isFilled: boolean
  /** The last conversation that was looked at. Ids grow up to about `newest`. */
  readonly position: number
  readonly newest: number
}

export interface ProjectorOptions {
  /** ms, by the clock of the database. */
  readonly now: () => number
  readonly onChange?: (change: InboxChange) => void
}

const rowsAtOnce = 2_000
/** While the Inbox is filled for the first time, a conversation is derived once for many of its interactions. */
const mostGathered = 20_000
const dueAtOnce = 500
const filledAtOnce = 100
const overlapRows = 2_000
/** The sweep of 100,000 conversations takes three minutes, half an hour and half a day. */
const paces = {
  first: { everyMs: 100, atOnce: 50 },
  live: { everyMs: 1_000, atOnce: 50 },
  idle: { everyMs: 10_000, atOnce: 20 },
}

export async function openProjector(
  db: Kysely<Database>,
  { now, onChange }: ProjectorOptions,
): Promise<Projector> {
  const heads = await readHeads(db)
  const known = await readPosition(db)
  // What is committed meanwhile is below the newest ids.
  const start = known === 0 ? Math.max(0, heads.interaction - overlapRows) : known
  const scan = createThreadScan(db, known === 0 ? heads.interaction : 0)
  const { interactions, turns, sent, links } = followRows(db, { heads, start, now })
  const turnsThatWait = openTurns()
  const sending = openOutbound()
  const open = await readOpen(db)
  turnsThatWait.add(open.turns, now())
  sending.add(open.outbound, now())
  const recent = createRecentThreads()
  const delayed = createDelayed()
  const sweep = createSweep(db)
  let seenHeads: Heads = { ...heads, interaction: start }
  let dueTs = 0
  let sweptTs = 0
  let isScanned = known > 0
  let isFilled = known > 0
  let saved = known
  /** Rows that were read while the database failed: they are not read again. */
  let untaken: readonly NewInteraction[] | undefined
  let untakenLinks: readonly NewLink[] | undefined
  let pairs = new Map<string, Pair>()
  let saying = new Set<string>()
  let texts: PlacedText[] = []
  let ids = new Set<ConversationId>()

  /** True: there are more. */
  async function takeInteractions(): Promise<boolean> {
    const rows = untaken ?? (await interactions.next(rowsAtOnce))
    untaken = rows
    const placed = await placeInteractions(db, rows)
    texts.push(...placed.texts)
    for (const [name, pair] of placed.pairs) pairs.set(name, pair)
    for (const name of placed.saying) saying.add(name)
    for (const id of placed.conversationIds) ids.add(id)
    const changing = rows.filter(changesContent)
    if (changing.length > 0) {
      const about = await placeInteractions(db, changing)
      delayed.add({ ...about, rewords: true }, now())
    }
    untaken = undefined
    return rows.length >= rowsAtOnce
  }

  async function takeRows(from: RowFollower<OpenRow>, into: typeof sending): Promise<void> {
    const rows = await from.next(rowsAtOnce)
    into.add(rows, now())
    for (const { conversationId } of rows) ids.add(conversationId)
  }

  async function takeLinks(): Promise<void> {
    const found = untakenLinks ?? (await links.next(rowsAtOnce))
    untakenLinks = found
    const conversationIds = await findLinked(db, found)
    untakenLinks = undefined
    // The rows of the customers move a moment after the link is stored.
    delayed.add({ pairs: new Map(), conversationIds, rewords: true }, now())
  }

  async function takeTouched(): Promise<void> {
    const rows = await db.selectFrom('inboxTouched').selectAll().orderBy('id').limit(rowsAtOnce).execute()
    // They are deleted after it, so that none is lost.
    for (const rewords of [false, true]) {
      const some = rows.filter((row) => (row.rewords === 1) === rewords).map((row) => row.conversationId)
      const asked = { ...nothing, conversationIds: new Set(some), rewords }
      if (some.length > 0) tell(await refresh(db, asked, now()))
    }
    if (rows.length === 0) return
    await db
      .deleteFrom('inboxTouched')
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute()
  }

  /** Agents see the message before they can search for its words. */
  async function refreshAll(): Promise<void> {
    if (pairs.size + ids.size === 0) return
    tell(await refresh(db, { conversationIds: ids, pairs, saying, rewords: false }, now()))
    await addTexts(db, { texts, saying })
    texts = []
    pairs = new Map()
    saying = new Set()
    ids = new Set()
  }

  function tell({ changed, removed, seen }: Refreshed): void {
    recent.add(seen, now())
    if (seen.length > 0) onChange?.({ entries: changed, removed, messages: seen })
  }

  async function takeDue(isLive: boolean): Promise<void> {
    if (now() - dueTs < (isLive ? 1_000 : 10_000)) return
    dueTs = now()
    const rows = await db
      .selectFrom('inboxEntry')
      .select('conversationId')
      .where('changesTs', '<=', String(now()))
      .limit(dueAtOnce)
      .execute()
    for (const { conversationId } of rows) ids.add(conversationId)
  }

  /** The Inbox is empty, or was emptied: each conversation is derived once, with its words. */
  async function fillNext(): Promise<void> {
    if (!isScanned) {
      isScanned = !(await scan.next())
      return
    }
    const conversationIds = await sweep.next(filledAtOnce)
    isFilled = conversationIds.size === 0
    const { changed } = await refresh(db, { ...nothing, conversationIds, rewords: true }, now())
    if (changed.length > 0) onChange?.({ entries: changed, removed: [], messages: [] })
  }

  /** The first pass after the start is quick: nobody told this process of what happened before. */
  async function sweepNext(isLive: boolean): Promise<void> {
    const { everyMs, atOnce } = sweep.passes() === 0 ? paces.first : isLive ? paces.live : paces.idle
    if (now() - sweptTs < everyMs) return
    sweptTs = now()
    const conversationIds = await sweep.next(atOnce)
    const { changed, removed } = await refresh(db, { ...nothing, conversationIds }, now())
    if (changed.length + removed.length > 0) onChange?.({ entries: changed, removed, messages: changed })
  }

  return {
    progress: () => ({ isFilled, position: sweep.position(), newest: heads.thread }),
    async round(isLive = false) {
      const newest = await readHeads(db)
      const isNew = (name: keyof Heads): boolean => newest[name] > seenHeads[name]
      const hasRows = isNew('interaction') || interactions.hasGaps() || untaken !== undefined
      const isMore = hasRows && (await takeInteractions())
      if (isMore && pairs.size + ids.size < mostGathered) return true
      await Promise.all([
        isNew('turn') || turns.hasGaps() ? takeRows(turns, turnsThatWait) : undefined,
        isNew('outbound') || sent.hasGaps() ? takeRows(sent, sending) : undefined,
        isNew('link') || links.hasGaps() || untakenLinks !== undefined ? takeLinks() : undefined,
        takeDue(isLive),
      ])
      const changed = [turnsThatWait, sending, recent].map((rows) => rows.findChanged(db, now()))
      for (const some of await Promise.all(changed)) for (const id of some) ids.add(id)
      await refreshAll()
      if (newest.touched > 0) await takeTouched()
      for (const late of delayed.take(now())) tell(await refresh(db, { ...late, saying: new Set() }, now()))
      // What is left of the interactions is still new.
      seenHeads = isMore ? { ...newest, interaction: interactions.position() } : newest
      if (!isMore) await (isFilled ? sweepNext(isLive) : fillNext())
      const position = interactions.position()
      if (isFilled && position !== saved) {
        await savePosition(db, position)
        saved = position
      }
      return isMore || !isFilled
    },
  }
}

const nothing: Refreshing = {
  conversationIds: new Set(),
  pairs: new Map(),
  saying: new Set(),
  rewords: false,
}

/** Edits, hides and removals: the row that they change is written a moment later. */
function changesContent({ type, verb }: NewInteraction): boolean {
  return type === 'edit' || type === 'unsend' || (verb !== null && verb !== '' && verb !== 'add')
}
