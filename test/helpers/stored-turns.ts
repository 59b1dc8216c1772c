/** Rows of `turn` as the stages leave them, for programs that read what happened. */
import { messageKey } from '../../src/domain/event-key.ts'
import { asPageId, type TurnId } from '../../src/domain/ids.ts'
import type { TurnFacts } from '../../src/domain/turn.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import { pageId } from './decoded.ts'
import type { TestDatabase } from './database.ts'

export interface StoredTurn {
  readonly text: string
  readonly psid?: string
  readonly ts?: number
  readonly outcome?: string
  /** Null: it was not understood as a text. */
  readonly intent?: string | null
  readonly language?: string
  readonly provider?: Understanding['provider']
  readonly channel?: 'facebookMessenger' | 'facebookFeed'
  readonly pageId?: string
  readonly facts?: Partial<TurnFacts>
  /** The message that the turn is about, as in `contentState`. */
  readonly mid?: string
}

let last = 1_000_000

/** Returns the id of the turn. A conversation of the customer is made if there is none. */
export async function storeTurn(
  { query }: Pick<TestDatabase, 'query'>,
  { psid = '7', outcome = 'answered', channel = 'facebookMessenger', ...given }: StoredTurn,
): Promise<TurnId> {
  last += 1
  const { text, ts = Date.now() - 60_000, pageId: page = pageId, mid = `m${last}` } = given
  await query('insert ignore into conversation (pageId, psid) values (?, ?)', [page, psid])
  const [row] = await query('select id from conversation where pageId = ? and psid = ?', [page, psid])
  const understanding = understandingOf(given)
  const facts = { kind: 'message', text, mid, ...given.facts }
  const values = [
    last,
    row?.['id'],
    `facebook:${psid}`,
    ts,
    JSON.stringify(facts),
    ts,
    ts,
    understanding,
    outcome,
  ]
  const key = Buffer.from(messageKey(asPageId(page), mid), 'hex')
  await query(
    `insert into turn (kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, understanding, outcome,
      channel, contentKey, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'done')`,
    [...values, channel, key],
  )
  const [turn] = await query('select id from turn where kwInteractionId = ?', [last])
  return String(turn?.['id']) as TurnId
}

function understandingOf({ intent, language, provider = 'local' }: Omit<StoredTurn, 'text'>): string {
  const understanding: Understanding = {
    provider,
    version: '1',
    ...(intent === undefined || intent === null ? {} : { intent: { name: intent, confidence: 0.9 } }),
    entities: [],
    ...(language === undefined ? {} : { language }),
  }
  return JSON.stringify(understanding)
}

/** The message was unsent, or edited to this text. */
export async function changeMessage(
  { query }: Pick<TestDatabase, 'query'>,
  mid: string,
  change: {
    readonly removedTs?: number
    readonly hidden?: 1
    readonly text?: string
    readonly textTs?: number
  },
): Promise<void> {
  const { removedTs = null, hidden = null, text = null, textTs = null } = change
  await query(
    `insert into contentState (contentKey, removedTs, hidden, text, textTs) values (?, ?, ?, ?, ?)`,
    [Buffer.from(messageKey(asPageId(pageId), mid), 'hex'), removedTs, hidden, text, textTs],
  )
}
