/** The texts of customers in the table `turn`, newest first, for programs that learn from them. */
import { type Kysely, sql } from 'kysely'
import type { ConversationId, PageId, TurnId } from '../../domain/ids.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import { hasMeaning, type ReplyChannel } from '../../domain/turn.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { graphFactsOf } from '../conversation/graph-facts.ts'
import { toTurn, type TurnRow } from '../conversation/turn-row.ts'
import type { Database } from '../mysql/schema.ts'

export interface StoredText {
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly channel: ReplyChannel
  readonly commentId?: string | undefined
  /** When the customer wrote it, ms. */
  readonly ts: number
  /** The latest text. */
  readonly text: string
  /** What the workers understood. */
  readonly understanding?: Understanding | undefined
  /** As the table holds it: earlier versions may have had other words. */
  readonly outcome: string
  /** The bot could not place the text: a fallback, the same question again, or no scene. */
  readonly isNotUnderstood: boolean
  readonly locale?: string | undefined
  readonly timezone?: string | undefined
}

export interface StoredTextsOf {
  /** ms; from `since` to before `until`. */
  readonly since: number
  readonly until: number
  readonly pageId?: PageId | undefined
}

export interface TextBatch {
  /** The turns read so far, also those without a text and of other Pages. */
  readonly turns: number
  readonly texts: readonly StoredText[]
}

const batch = 1_000

/**
 * In batches by the index on `ts`. Left out are texts that were unsent, removed or hidden, those that the bot was not to
 * reply to (an agent controlled the thread, moderation), and those whose words another turn holds too: a burst, an edit.
 */
export async function* readStoredTexts(db: Kysely<Database>, of: StoredTextsOf): AsyncGenerator<TextBatch> {
  const { since, until, pageId } = of
  let before: Before = { ts: String(until), id: '0' }
  for (let turns = 0; ;) {
    const rows = await selectTurns(db, { since, before })
    const last = rows.at(-1)
    if (last === undefined) return
    turns += rows.length
    const wanted = rows.filter((row) => pageId === undefined || row.pageId === pageId)
    const texts = wanted.flatMap(toStoredText)
    yield { turns, texts: await withoutUnsentParts(db, texts) }
    if (rows.length < batch) return
    before = { ts: last.ts, id: last.id }
  }
}

interface Before {
  readonly ts: string
  readonly id: TurnId | '0'
}

interface Row extends TurnRow {
  readonly outcome: string | null
  readonly outcomeIfSent: string | null
  readonly metaRaw: string | null
}

/**
 * Of all Pages, also open ones: a condition that few turns meet would make one statement read through all of them, and
 * take longer than a statement may.
 */
async function selectTurns(
  db: Kysely<Database>,
  { since, before }: Pick<StoredTextsOf, 'since'> & { readonly before: Before },
): Promise<readonly Row[]> {
  const { rows } =
    await sql<Row>`select straight_join t.id, t.conversationId, c.pageId, c.psid, t.pId, t.channel, t.ts,
      t.facts, t.openedTs, t.readyTs, t.understanding, t.understoodTs, t.outcome, t.outcomeIfSent,
      s.text as editedText, s.textTs as editedTs, s.textSeenTs as editSeenTs, s.hidden, s.removedTs, p.metaRaw
    from turn t force index (timeIndex)
    join conversation c on c.id = t.conversationId
    left join contentState s on s.contentKey = t.contentKey
    left join profileFacebook p on p.pId = t.pId
    where t.ts >= ${since} and t.ts <= ${before.ts} and (t.ts < ${before.ts} or t.id < ${before.id})
    order by t.ts desc, t.id desc limit ${batch}`.execute(db)
  return rows
}

function toStoredText({ outcome, outcomeIfSent, metaRaw, ...row }: Row): StoredText[] {
  const turn = toTurn(row)
  const { text, understanding, content } = turn
  if (text === undefined || !hasMeaning(turn) || content.removedTs !== null || content.isHidden) return []
  if (outcome === null || isLeftOut(outcome)) return []
  if (content.editedTs !== 0 && understanding === undefined) return [] // the outcome is that of the first words
  const { locale, timezone } = graphFactsOf(metaRaw)
  const hasNoScene = outcome === noScene && understanding?.intent === undefined
  return [
    {
      turnId: turn.id,
      conversationId: turn.conversationId,
      pageId: turn.pageId,
      channel: turn.channel,
      commentId: turn.commentId,
      ts: turn.ts,
      text,
      understanding,
      outcome,
      isNotUnderstood: hasNoScene || outcome === notUnderstood || outcomeIfSent === notUnderstood,
      locale,
      timezone,
    },
  ]
}

const noScene: TurnOutcome = 'no_scene'
const notUnderstood: TurnOutcome = 'not_understood'
const leftOut: ReadonlySet<string> = new Set([
  'content_hidden',
  'content_removed',
  'gathered',
  'loop_guard',
  'message_unsent',
  'moderated',
  'same_click',
  'same_content',
  'same_words',
] satisfies TurnOutcome[])

function isLeftOut(outcome: string): boolean {
  return leftOut.has(outcome) || outcome.startsWith('silent_')
}

/**
 * The text of a burst holds the words of its earlier messages. If one of them was unsent, the text is left out, also
 * where the words are kept (PAGEBEAT_UNSENT_MESSAGES).
 */
async function withoutUnsentParts(
  db: Kysely<Database>,
  texts: readonly StoredText[],
): Promise<readonly StoredText[]> {
  const bursts = texts.filter(({ text }) => text.includes('\n'))
  if (bursts.length === 0) return texts
  const ids = [...new Set(bursts.map(({ conversationId }) => conversationId))]
  const times = bursts.map(({ ts }) => ts)
  const { rows } = await sql<{ conversationId: ConversationId; ts: string }>`select t.conversationId, t.ts
    from turn t join contentState s on s.contentKey = t.contentKey
    where t.conversationId in (${sql.join(ids)}) and t.state = 'done' and t.outcome = 'gathered'
      and t.ts between ${Math.min(...times) - longestBurstMs} and ${Math.max(...times)}
      and s.removedTs is not null`.execute(db)
  const unsent = Map.groupBy(rows, ({ conversationId }) => conversationId)
  return texts.filter(
    ({ conversationId, ts, text }) =>
      !text.includes('\n') ||
      (unsent.get(conversationId) ?? []).every(
        (one) => Number(one.ts) > ts || Number(one.ts) < ts - longestBurstMs,
      ),
  )
}

/** Turns that wait for each other do so for a day at most. */
const longestBurstMs = 24 * 3_600_000
