/** What the bench asks: each kind of name, known and unknown, of today and of last year. */
import type { Kysely } from 'kysely'
import { tellMessage } from '../../console/server/tell-message.ts'
import { answerWhy } from '../../bin/why/answer-why.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { ConversationId } from '../../src/domain/ids.ts'
import { knownPosts, sharedPhone } from './fill-why.ts'
import { idsAt, spans } from './places.ts'

export interface Question {
  readonly kind: string
  /** Each of them is asked. Resolves to what was found: events, dead letters, or nothing. */
  readonly ask: readonly Ask[]
  readonly expects: Found
  /** 200 ms, if it is not said. */
  readonly mostMs?: number
}

type Ask = (db: Kysely<Database>) => Promise<Found>
export type Found = 'events' | 'its delivery' | 'dead letters' | 'nothing'

interface Row {
  readonly id: number
  readonly mid: string | null
  readonly commentId: string | null
  readonly pId: string
  readonly customer: string
  readonly conversationId: ConversationId
}

export async function listQuestions(db: Kysely<Database>, rows: number): Promise<Question[]> {
  const { recent, lastMonth, lastYear } = spans
  const read = (ids: readonly number[]) => readRows(db, ids)
  const messages = await read(idsAt(recent, 0, rows))
  const linked = await read(idsAt(recent, 2, rows))
  const open = await read(idsAt(lastMonth, 0, rows))
  const old = await read(idsAt(lastMonth, 2, rows))
  const oldest = await read(idsAt(lastYear, 2, rows))
  const replies = await read(idsAt(lastMonth, 1, rows))
  const own = await read(idsAt(lastMonth, 3, rows))
  const comments = await read([...idsAt(recent, 4, rows), ...idsAt(lastYear, 4, rows)])
  const agents = await db
    .selectFrom('outbound')
    .select(['id', 'platformId', 'conversationId'])
    .where('turnId', 'is', null)
    .limit(8)
    .execute()
  const dead = await readDeadIds(db)
  return [
    {
      kind: 'message, its delivery is kept',
      ask: mids(messages).map((mid): Ask => async (of) => {
        const { told } = await answerWhy({ db: of, country: 'DE' }, mid, { limit: 5 })
        return told[0]?.steps.some(({ says }) => says.startsWith('received in')) ? 'its delivery' : 'nothing'
      }),
      expects: 'its delivery',
    },
    named('message of a customer with links', mids(linked)),
    named('message that waits for its reply', mids(open)),
    named('message of last month', mids(old)),
    named('message of last year', mids(oldest)),
    named('message of the bot', mids(replies)),
    named('message of the Page in its inbox', mids(own)),
    named(
      'message of an agent of the console',
      agents.flatMap(({ platformId }) => platformId ?? []),
    ),
    named(
      'message, unknown',
      unknown((n) => `m_unknown_${n}`),
      'nothing',
    ),
    named('message, a dead letter', dead, 'dead letters'),
    named(
      'comment',
      comments.flatMap(({ commentId }) => commentId ?? []),
    ),
    named(
      'comment, unknown',
      unknown((n) => `7000000002_${n}`),
      'nothing',
    ),
    named('post', knownPosts),
    named(
      'interaction',
      old.map(({ id }) => `interaction:${id}`),
    ),
    named(
      'turn',
      old.map(({ id }) => `turn:${id}`),
    ),
    named(
      'outbound message',
      replies.map(({ id }) => `outbound:${id}`),
    ),
    named(
      'outbound message of an agent',
      agents.map(({ id }) => `outbound:${id}`),
    ),
    named(
      'PSID',
      messages.map(({ pId }) => pId.replace('facebook:', '')),
    ),
    named(
      'PSID, unknown',
      unknown((n) => `990000000000000${n}`),
      'nothing',
    ),
    named(
      'pId',
      old.map(({ pId }) => pId),
    ),
    named(
      'e-mail',
      old.map(({ customer }) => `customer${customer}@example.com`),
    ),
    named(
      'e-mail, unknown',
      unknown((n) => `nobody${n}@example.com`),
      'nothing',
    ),
    named('telephone of thousands', [sharedPhone], 'nothing'),
    named('customer with thousands of messages', ['facebook:5000000000000001']),
    {
      kind: 'the same, their latest 100 events',
      ask: [why('facebook:5000000000000001', 100)],
      expects: 'events',
      mostMs: 1_000,
    },
    named('text of many', ['where is my order', 'on Sunday', 'INVOICE']),
    named('text of one', orders(rows)),
    named('text of nobody', ['elephants on a bicycle', 'Où est ma commande', 'xylophone', '%'], 'nothing'),
    {
      kind: 'message in the console',
      ask: messages.map((row) => tell(row.conversationId, `i${row.id}`)),
      expects: 'events',
    },
    {
      kind: 'message of an agent in the console',
      ask: agents.map((row) => tell(row.conversationId, `o${row.id}`)),
      expects: 'events',
    },
  ]
}

function named(kind: string, whats: readonly string[], expects: Found = 'events'): Question {
  return { kind, ask: whats.map((what) => why(what)), expects }
}

function unknown(form: (n: number) => string): string[] {
  return Array.from({ length: 4 }, (_, n) => form(n))
}

function why(what: string, limit = 5): Ask {
  return async (db) => {
    const { told, deadLetters } = await answerWhy({ db, country: 'DE' }, what, { limit })
    return told.length > 0 ? 'events' : deadLetters.length > 0 ? 'dead letters' : 'nothing'
  }
}

function tell(id: ConversationId, messageId: string): Ask {
  return async (db) =>
    (await tellMessage(db, id, { messageId, now: Date.now() })) === undefined ? 'nothing' : 'events'
}

async function readRows(db: Kysely<Database>, ids: readonly number[]): Promise<Row[]> {
  const found = await db
    .selectFrom('interaction as i')
    .leftJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .innerJoin('chan2Profile as p', (join) =>
      join.onRef('p.pId', '=', 'i.pId').on('p.cidType', '=', 'facebook'),
    )
    .innerJoin('conversation as c', 'c.psid', 'p.channelId')
    .select([
      'i.kwInteractionId as id',
      'm.mid',
      'f.comment_id as commentId',
      'i.pId',
      'c.id as conversationId',
    ])
    .where('i.kwInteractionId', 'in', ids.map(String))
    .execute()
  return found.map((row) => ({ ...row, id: Number(row.id), customer: row.conversationId }))
}

const mids = (some: readonly Row[]): string[] => some.flatMap(({ mid }) => mid ?? [])

/** Words of one customer each: the first message of each twentieth interaction is about an order. */
function orders(rows: number): string[] {
  const last = Math.floor(rows / 20) - 1
  return [last, Math.max(0, last - 1_500)].map((n) => `my order ${20 * n + 1}`)
}

/** Ids that only a dead letter names. */
async function readDeadIds(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom('deadLetter').select('payload').orderBy('id', 'desc').limit(4).execute()
  return rows.flatMap(({ payload }) => /m_dead_\d+/.exec(payload.toString())?.[0] ?? [])
}
