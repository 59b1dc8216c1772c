/** A year at five Pages, made by the database itself: a fifth of the interactions are comments, two are replies of the bot. */
import { type Connection, createConnection } from 'mysql2/promise'

export interface YearSize {
  readonly interactions: number
  /** ms: the last interaction. */
  readonly endMs: number
}

const yearMs = 365 * 86_400_000
const rowsAtOnce = 50_000
/** Interactions of a customer, five in each of four conversations. */
const ofCustomer = 20

/**
 * The number of the interaction, `n`, tells all: five in a row are a conversation. The customers come in an order that mixes
 * new and old ones.
 */
export async function fillYear(url: string, { interactions, endMs }: YearSize): Promise<void> {
  const connection = await createConnection({ uri: url, timezone: 'Z' })
  await connection.query("set session time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0")
  await connection.query('create table benchNumber (k int unsigned not null primary key)')
  for (let from = 0; from < rowsAtOnce; from += 5_000)
    await connection.query('insert into benchNumber values ?', [
      Array.from({ length: 5_000 }, (_, index) => [from + index]),
    ])
  const customers = Math.max(10, Math.floor(interactions / ofCustomer))
  await connection.query(
    `insert into conversation (id, pageId, psid) select c.k, 1000 + c.k mod 5, c.k
      from (select a.k * 5000 + b.k + 1 as k from benchNumber a join benchNumber b on b.k < 5000) c where c.k <= ${customers}`,
  )
  const stepMs = yearMs / interactions
  for (let from = 0; from < interactions; from += rowsAtOnce)
    await fillSome(connection, { from, interactions, customers, stepMs, startMs: endMs - yearMs })
  await connection.query('drop table benchNumber')
  await connection.query('analyze table interaction, chanFacebookMessenger, chanFacebookFeed, turn, outbound')
  await connection.end()
}

interface Part {
  readonly from: number
  readonly interactions: number
  readonly customers: number
  readonly stepMs: number
  readonly startMs: number
}

async function fillSome(
  connection: Connection,
  { from, interactions, customers, stepMs, startMs }: Part,
): Promise<void> {
  const rows = `select ${from} + k as n, ${from} + k + 1 as id, (${from} + k) mod 5 as kind,
      1 + ((${from} + k) div 5 * 7919) mod ${customers} as customer,
      floor(${startMs} + (${from} + k) * ${stepMs}) as ms
    from benchNumber where k < ${Math.min(rowsAtOnce, interactions - from)}`
  await connection.query(`insert into interaction (kwInteractionId, pId, channel, interactionType, ts, direction, pageId, eventDay, eventKey)
    select id, concat('facebook:', customer), if(kind = 4, 'facebookFeed', 'facebookMessenger'),
      elt(kind + 1, 'message', 'echo', 'message', 'echo', 'comment'),
      timestamp '1970-01-01 00:00:00' + interval ms * 1000 microsecond, if(kind in (1, 3), 'out', 'in'), 1000 + customer mod 5,
      date(timestamp '1970-01-01 00:00:00' + interval ms * 1000 microsecond), unhex(md5(n)) from (${rows}) r`)
  await connection.query(`insert into chanFacebookMessenger (kwInteractionId, mid, text, valueRaw)
    select id, concat('m_', id), concat('text ', id), '{}' from (${rows}) r where kind < 4`)
  await connection.query(`insert into chanFacebookFeed (kwInteractionId, item, verb, post_id, comment_id, message)
    select id, 'comment', 'add', concat(1000 + customer mod 5, '_', n div 100000), concat('c_', id), concat('text ', id)
    from (${rows}) r where kind = 4`)
  await connection.query(`insert into turn
      (id, kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, understanding, state, outcome, scene)
    select id, id, customer, concat('facebook:', customer), ms, '{"kind":"message","text":"hello"}', ms, ms,
      concat('{"intent":{"name":"intent', n mod 7 * n mod 11, '"},"language":"', elt(1 + customer mod 3, 'en', 'de', 'fr'), '"}'),
      'done', elt(1 + n mod 6, 'answered', 'answered', 'answered', 'not_understood', 'asked_back', 'failed'),
      concat('scene', n mod 9) from (${rows}) r where kind in (0, 2)`)
  await connection.query(`insert into outbound (id, turnId, step, conversationId, action, state, expiresTs, claimedTs, platformId, createdTs)
    select id, id - 1, 0, customer, '{"action":{"do":"say"}}', 'sent', ms, ms, concat('m_', id), ms
    from (${rows}) r where kind in (1, 3)`)
}
