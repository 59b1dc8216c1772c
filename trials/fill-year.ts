/** A year at five Pages, made by the database itself: a fifth of the interactions are comments, two are replies of the bot. */
import { type Connection, createConnection } from 'mysql2/promise'

export interface YearSize {
  readonly interactions: number
  /** ms: the last interaction. */
  readonly endMs: number
  /** Interactions of the first customer, beside those that every customer has. */
  readonly longest?: number
  readonly log?: (line: string) => void
}

const yearMs = 365 * 86_400_000
export const yearPages = ['1000', '1001', '1002', '1003', '1004'] as const
const rowsAtOnce = 50_000
/** Interactions of a customer, five in each of four conversations. */
const ofCustomer = 20
/** Customer n has this number and n. */
export const firstPsid = 5_000_000_000_000_000

/**
 * The number of the interaction, `n`, tells all: five in a row are a conversation. The customers come in an order that mixes
 * new and old ones. Each tenth conversation has a message of an agent in the Page's inbox, which is no row of `outbound`.
 */
export async function fillYear(url: string, size: YearSize): Promise<void> {
  const { interactions, endMs, longest = 0, log = () => undefined } = size
  const connection = await openConnection(url)
  const connections = [connection, await openConnection(url), await openConnection(url)]
  await connection.query('create table benchNumber (k int unsigned not null primary key)')
  for (let from = 0; from < rowsAtOnce; from += 5_000)
    await connection.query('insert into benchNumber values ?', [
      Array.from({ length: 5_000 }, (_, index) => [from + index]),
    ])
  const customers = Math.max(10, Math.floor(interactions / ofCustomer))
  await connection.query(
    `insert into conversation (id, pageId, psid) select c.k, 1000 + c.k mod 5, ${firstPsid} + c.k
      from (select a.k * 5000 + b.k + 1 as k from benchNumber a join benchNumber b on b.k < 5000
        where a.k <= ${Math.floor(customers / 5_000)}) c where c.k <= ${customers}`,
  )
  const stepMs = yearMs / interactions
  // Of this number of conversations one is the first customer's.
  const each = longest === 0 ? 0 : Math.max(1, Math.floor(interactions / longest))
  const startedMs = performance.now()
  for (let from = 0; from < interactions; from += rowsAtOnce) {
    await fillSome(connections, { from, interactions, customers, each, stepMs, startMs: endMs - yearMs })
    if ((from / rowsAtOnce) % 10 !== 9) continue
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0)
    log(`${from + rowsAtOnce} of ${interactions} interactions after ${seconds} s`)
  }
  await connection.query('drop table benchNumber')
  await connection.query('analyze table interaction, chanFacebookMessenger, chanFacebookFeed, turn, outbound')
  for (const one of connections) await one.end()
}

async function openConnection(url: string): Promise<Connection> {
  const connection = await createConnection({ uri: url, timezone: 'Z' })
  await connection.query("set session time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0")
  await connection.query('set session transaction isolation level read committed')
  return connection
}

interface Part {
  readonly from: number
  readonly interactions: number
  readonly customers: number
  readonly each: number
  readonly stepMs: number
  readonly startMs: number
}

/** The tables are filled beside each other. */
async function fillSome(connections: readonly Connection[], part: Part): Promise<void> {
  const statements = statementsOf(part)
  await Promise.all(
    connections.map(async (connection) => {
      for (let next = statements.shift(); next !== undefined; next = statements.shift())
        await connection.query(next)
    }),
  )
}

function statementsOf({ from, interactions, customers, each, stepMs, startMs }: Part): string[] {
  const group = `((${from} + k) div 5)`
  const other = `1 + ${group} * 7919 mod ${customers}`
  const customer = each === 0 ? other : `if(${group} mod ${each} = 0, 1, ${other})`
  const rows = `select n, id, kind, customer, ms, psid, page, mid, commentId, pId, words,
      timestamp '1970-01-01 00:00:00' + interval ms * 1000 microsecond as time
    from (select ${from} + k as n, ${from} + k + 1 as id, (${from} + k) mod 5 as kind, ${customer} as customer,
        floor(${startMs} + (${from} + k) * ${stepMs}) as ms, ${firstPsid} + ${customer} as psid,
        1000 + (${customer}) mod 5 as page, concat('m_', sha2(${from} + k + 1, 512)) as mid,
        concat('7000000001_', ${from} + k + 1) as commentId, concat('facebook:', ${firstPsid} + ${customer}) as pId,
        concat(elt(1 + ${group} mod 4, 'hello, where is my order ', 'please send the invoice to me, number ',
          'do you open on Sunday, ', 'the coffee was great today, thank you for '), ${from} + k + 1) as words
      from benchNumber where k < ${Math.min(rowsAtOnce, interactions - from)}) numbered`
  const sent = '(kind = 1 or kind = 3 and n div 5 mod 10 <> 0)'
  return [
    `insert into interaction (kwInteractionId, pId, channel, interactionType, ts, direction, pageId, eventDay, eventKey)
      select id, pId, if(kind = 4, 'facebookFeed', 'facebookMessenger'),
        elt(kind + 1, 'message', 'echo', 'message', 'echo', 'comment'), time, if(kind in (1, 3), 'out', 'in'), page,
        date(time), unhex(left(sha2(if(kind = 4, concat('4:', page, ';7:comment;', length(commentId), ':', commentId, ';'),
          concat('4:', page, ';7:message;130:', mid, ';')), 256), 32)) from (${rows}) r`,
    `insert into chanFacebookMessenger
        (kwInteractionId, epochTs, senderId, recipientId, text, mid, timestamp, deliveredTs, readTs, valueRaw)
      select id, time, if(kind in (1, 3), page, psid), if(kind in (1, 3), psid, page), words, mid, time,
        if(kind in (1, 3), time + interval 1 second, null), if(kind in (1, 3), time + interval 2 second, null),
        concat('{"sender":{"id":"', psid, '"},"recipient":{"id":"', page, '"},"timestamp":', ms,
          ',"message":{"mid":"', mid, '","text":"', words, '"}}') from (${rows}) r where kind < 4`,
    `insert into chanFacebookFeed
        (kwInteractionId, field, item, verb, post_id, parent_id, comment_id, message, created_time, sender_id, valueRaw)
      select id, 'feed', 'comment', 'add', concat(page, '_', n div 100000), concat(page, '_', n div 100000), commentId, words,
        time, psid, concat('{"from":{"id":"', psid, '","name":"Customer"},"post_id":"', page, '_', n div 100000,
          '","comment_id":"', commentId, '","item":"comment","verb":"add","message":"', words, '"}')
      from (${rows}) r where kind = 4`,
    `insert into turn
        (id, kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, handledTs, understanding, state, outcome, scene)
      select id, id, customer, pId, ms, concat('{"kind":"message","text":"', words, '","mid":"', mid, '"}'), ms, ms, ms,
        concat('{"provider":"local","version":"1","intent":{"name":"intent', n mod 7 * n mod 11,
          '","confidence":0.9},"entities":[],"language":"', elt(1 + customer mod 3, 'en', 'de', 'fr'), '"}'),
        'done', elt(1 + n mod 6, 'answered', 'answered', 'answered', 'not_understood', 'asked_back', 'failed'),
        concat('scene', n mod 9) from (${rows}) r where kind in (0, 2)`,
    `insert into outbound
        (id, turnId, step, conversationId, action, state, expiresTs, claimedTs, platformId, recordedTs, createdTs, settledTs)
      select id, id - 1, 0, customer, concat('{"action":{"do":"say","message":{"text":"', words, '"}}}'), 'sent', ms, ms, mid,
        ms, ms, ms from (${rows}) r where ${sent}`,
  ]
}
