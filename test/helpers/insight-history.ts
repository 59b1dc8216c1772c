/** What happens at a Page in some weeks, and the rows that the stages leave of it. */
import { at, comment, feedBody, fromPage, fromPerson, message, messengerBody, pageId } from './decoded.ts'
import type { QuestionEnd } from '../../src/domain/reply.ts'
import type { TestDatabase } from './database.ts'

export const hourSeconds = 3_600
export const daySeconds = 24 * hourSeconds

/** A press of a button. */
export function press(psid: string, mid: string, ts: number): string {
  return messengerBody({
    ...fromPerson(psid, ts),
    postback: { mid, title: 'Opening hours', payload: 'hours' },
  })
}

/** A message of the Page: of the bot, or of an agent in the inbox of the Page. */
export function reply(psid: string, mid: string, ts: number): string {
  return messengerBody({
    ...fromPage(psid, ts),
    message: { mid, text: `reply ${mid}`, is_echo: true, app_id: 42 },
  })
}

export function commentOn(post: string, id: string, ts: number, psid: string): string {
  return comment(id, ts, {
    from: { id: psid, name: `Customer ${psid}` },
    parent_id: `${pageId}_${post}`,
  }).replaceAll(`${pageId}_9`, `${pageId}_${post}`)
}

export function reaction(post: string, ts: number, psid: string): string {
  return feedBody(
    {
      item: 'reaction',
      verb: 'add',
      reaction_type: 'like',
      post_id: `${pageId}_${post}`,
      parent_id: `${pageId}_${post}`,
      created_time: Math.floor(ts / 1_000),
      from: { id: psid, name: `Customer ${psid}` },
    },
    ts,
  )
}

export interface HistoryTurn {
  readonly mid: string
  readonly psid: string
  readonly outcome: string | null
  readonly intent?: string
  readonly scene?: string
  readonly language?: string
  readonly sentiment?: string
  /** The question that the reply asks, as `order.size`. */
  readonly asks?: string
  /** The question that waited, and what the turn did with it. */
  readonly settles?: readonly [question: string, end: QuestionEnd]
}

type Query = Pick<TestDatabase, 'query'>

/** The turn of a recorded message or comment. */
export async function openTurn({ query }: Query, turn: HistoryTurn): Promise<void> {
  const { mid, psid, outcome, intent, scene, language, sentiment, asks, settles } = turn
  await query('insert ignore into conversation (pageId, psid) values (?, ?)', [pageId, psid])
  const understanding = {
    provider: 'local',
    version: '1',
    entities: [],
    ...(intent === undefined ? {} : { intent: { name: intent, confidence: 0.9 } }),
    ...(language === undefined ? {} : { language }),
    ...(sentiment === undefined ? {} : { sentiment }),
  }
  await query(
    `insert into turn (kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, understanding, outcome, scene, state,
        askedQuestion, repliedQuestion, questionEnd)
      select i.kwInteractionId, c.id, i.pId, timestampdiff(microsecond, '1970-01-01', i.ts) div 1000, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?
      from interaction i
      left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
      left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId
      join conversation c on c.pageId = i.pageId and c.psid = ?
      where coalesce(m.mid, f.comment_id) = ? and i.direction = 'in' limit 1`,
    [
      JSON.stringify({ kind: 'message', text: `text of ${mid}` }),
      JSON.stringify(understanding),
      outcome,
      scene ?? null,
      outcome === null ? 'open' : 'done',
      asks ?? null,
      settles?.[0] ?? null,
      settles?.[1] ?? null,
      psid,
      mid,
    ],
  )
}

/** The turn is closed, or its outcome changes, as its messages are settled. */
export async function closeTurn({ query }: Query, mid: string, outcome: string): Promise<void> {
  await query(
    `update turn t join chanFacebookMessenger m on m.kwInteractionId = t.kwInteractionId
      set t.state = 'done', t.outcome = ? where m.mid = ?`,
    [outcome, mid],
  )
}

/** The outbound message of a recorded reply. `userId`: an agent of the console wrote it. */
export async function ownReply(
  { query }: Query,
  { mid, psid, ts, userId = null }: { mid: string; psid: string; ts: number; userId?: number | null },
): Promise<void> {
  await query('insert ignore into conversation (pageId, psid) values (?, ?)', [pageId, psid])
  await query(
    `insert into outbound (step, conversationId, action, state, expiresTs, claimedTs, platformId, createdTs, userId)
      select 0, id, '{"action":{"do":"say"}}', 'sent', ?, ?, ?, ?, ? from conversation where pageId = ? and psid = ?`,
    [ts, ts, mid, ts, userId, pageId, psid],
  )
}

interface Mark {
  readonly psid: string
  readonly ts: number
  /** `reopen`: the mark is taken back. */
  readonly act?: 'mark_done' | 'reopen'
}

/** An agent marks the conversation as done, or takes that back. */
export async function markDone({ query }: Query, { psid, ts, act = 'mark_done' }: Mark): Promise<void> {
  await query('insert ignore into conversation (pageId, psid) values (?, ?)', [pageId, psid])
  await query(
    `insert into auditLog (ts, userId, act, targetKind, targetId)
      select ?, 1, ?, 'conversation', id from conversation where pageId = ? and psid = ?`,
    [ts, act, pageId, psid],
  )
}

export { at, message }
