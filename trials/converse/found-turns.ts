/** What Pagebeat's own tables say became of every message: its turn, its reply, and the interactions of what was sent. */
import type { Connection } from 'mysql2/promise'
import { query, queryOne, type Row, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'

export interface CommentReply {
  readonly commentId: string
  readonly state: string
  readonly claimedTs: number
}

export type FoundTurn = Readonly<ReturnType<typeof toTurn>>

export async function findTurns(database: Connection): Promise<FoundTurn[]> {
  const rows = await query(
    database,
    `select c.pageId, c.psid, t.facts, t.openedTs, t.handledTs, t.outcome,
      o.state, o.claimedTs, o.settledTs, o.reason, o.attempts, o.action
      from turn t join conversation c on c.id = t.conversationId left join outbound o on o.turnId = t.id
      where t.channel = 'facebookMessenger'
      order by t.conversationId, t.ts, t.id, o.step`,
  )
  return rows.map(toTurn)
}

/** Who understood how many turns, as it is stored with them; '' for those that nobody did. */
export async function findProviders(database: Connection): Promise<Map<string, number>> {
  const rows = await query(
    database,
    `select coalesce(json_value(understanding, '$.provider'), '') provider, count(*) n from turn group by 1`,
  )
  return new Map(rows.map((row) => [textOf(row, 'provider'), Number(textOf(row, 'n'))]))
}

/** The same, with the reason why the last provider before it was passed over: `local, reader: timeout`. */
export async function findHowUnderstood(database: Connection): Promise<Map<string, number>> {
  const rows = await query(
    database,
    `select concat_ws(', ', coalesce(json_value(understanding, '$.provider'), ''),
      json_value(understanding, '$.passedOver[0]')) how, count(*) n from turn group by 1`,
  )
  return new Map(rows.map((row) => [textOf(row, 'how'), Number(textOf(row, 'n'))]))
}

/** The public replies to comments, sent or not. */
export async function findCommentReplies(database: Connection): Promise<CommentReply[]> {
  const rows = await query(
    database,
    `select json_value(t.facts, '$.commentId') commentId, o.state, o.claimedTs from turn t
      join outbound o on o.turnId = t.id where t.channel = 'facebookFeed'`,
  )
  return rows.map((row) => ({
    commentId: textOf(row, 'commentId'),
    state: textOf(row, 'state'),
    claimedTs: Number(textOf(row, 'claimedTs')),
  }))
}

/** mid → how many interactions of direction out have it. */
export async function countRecorded(database: Connection): Promise<Map<string, number>> {
  const rows = await query(
    database,
    `select m.mid, count(*) n from interaction i join chanFacebookMessenger m using (kwInteractionId)
      where i.direction = 'out' and i.interactionType = 'echo' group by m.mid`,
  )
  return new Map(rows.map((row) => [textOf(row, 'mid'), Number(textOf(row, 'n'))]))
}

/** How much is still to be done: turns without a decision, rows of `outbound` that are not settled or not recorded. */
export async function countLeft(database: Connection): Promise<number> {
  const left = `select (select count(*) from turn where state = 'open')
    + (select count(*) from outbound where state in ('pending', 'sending', 'unknown'))
    + (select count(*) from outbound where state = 'sent' and recordedTs is null)`
  return Number(await queryOne(database, left))
}

/** How workers waited for each other in the database since it started. */
export async function findLockWaits(database: Connection): Promise<string> {
  const rows = await query(
    database,
    "show global status where variable_name like 'innodb_row_lock_%' or variable_name = 'innodb_deadlocks'",
  )
  const found = new Map(rows.map((row) => [textOf(row, 'Variable_name').toLowerCase(), textOf(row, 'Value')]))
  const value = (name: string): string => found.get(`innodb_${name}`) ?? '?'
  return `${value('row_lock_waits')} waits for rows, ${value('row_lock_time')} ms in all, ${value('deadlocks')} deadlocks`
}

/** The JSON in it is our own. */
function toTurn(row: Row) {
  const text = (column: string): string => textOf(row, column)
  const number = (column: string): number => Number(text(column))
  const facts = JSON.parse(text('facts')) as { readonly text?: string }
  const meant = JSON.parse(text('action') || '{}') as {
    readonly action?: { readonly message?: { readonly text?: string } }
  }
  return {
    page: text('pageId'),
    psid: text('psid'),
    text: facts.text ?? '',
    /** When the turn was known, and when it was decided, ms. */
    openedTs: number('openedTs'),
    handledTs: number('handledTs'),
    outcome: text('outcome'),
    /** Of its row in `outbound`; '' and 0 when there is none. */
    state: text('state'),
    claimedTs: number('claimedTs'),
    settledTs: number('settledTs'),
    reason: text('reason'),
    attempts: number('attempts'),
    /** What was meant to be said. */
    reply: meant.action?.message?.text ?? '',
  }
}
