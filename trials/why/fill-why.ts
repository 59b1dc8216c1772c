/** What `pagebeat why` looks into beside the interactions of a year: customers, ledger, dead letters, moderation. */
import { type Connection, createConnection } from 'mysql2/promise'
import { postKey } from '../../src/domain/event-key.ts'
import { asPageId } from '../../src/domain/ids.ts'
import { fillYear, firstPsid, yearPages } from '../fill-year.ts'
import { fillLedger } from '../privacy/fill-ledger.ts'
import { idsAt, spans } from './places.ts'

export interface WhySize {
  readonly rows: number
  /** Messages, replies and comments of the first customer. */
  readonly longest?: number
  readonly log?: (line: string) => void
}

const deadLetters = 20_000
/** Owners of one telephone. */
const owners = 10_000
/** A row of the ledger has at most this number of deliveries: ten kilobytes on the average. */
const mostOfRow = 40
export const sharedPhone = '+493012345678'
export const knownPosts = Array.from({ length: 8 }, (_, n) => `${yearPages[n % 5] ?? ''}_88${n}`)

/** The tables as a year leaves them. */
export async function fillWhy(url: string, size: WhySize): Promise<void> {
  const { rows, longest = Math.min(25_000, Math.ceil(rows / 12)), log = () => undefined } = size
  const endMs = Date.now()
  await fillYear(url, { interactions: rows, endMs, longest, log })
  const connection = await createConnection({ uri: url, timezone: 'Z' })
  await fillCustomers(connection)
  log('customers are stored')
  await fillAround(connection, rows, endMs)
  const own = await deliveriesOf(connection, idsAt(spans.recent, 0, rows))
  const ledgerRows = Math.max(10_000, Math.ceil(((rows * 30) / 365 / mostOfRow) * 2))
  await fillLedger(url, { rows: ledgerRows, people: 1_000, most: mostOfRow, own })
  log(`${ledgerRows} rows of the ledger are stored`)
  await connection.query(
    'analyze table chan2Profile, identityLink, contentRow, moderation, deadLetter, outbound, conversation',
  )
  await connection.end()
}

/** Each customer has an e-mail by an import, and thousands the same telephone. */
async function fillCustomers(connection: Connection): Promise<void> {
  const email = "concat('customer', id, '@example.com')"
  for (const statement of [
    `insert into chan2Profile (channelId, cidType, pId) select psid, 'facebook', concat('facebook:', psid) from conversation`,
    `insert into chan2Profile (channelId, cidType, pId, originPId, firstTs)
      select ${email}, 'email', concat('facebook:', psid), concat('email:', ${email}), null from conversation`,
    `insert into chan2Profile (channelId, cidType, pId, firstTs, shared)
      values ('${sharedPhone}', 'phone', 'phone:${sharedPhone}', null, 1)`,
    linksOf('email', email, ''),
    linksOf('phone', `'${sharedPhone}'`, `limit ${owners}`),
  ])
    await connection.query(statement)
}

/** SQL; `value` is SQL of the id, too. */
function linksOf(kind: string, value: string, rest: string): string {
  return `insert into identityLink
      (linkKey, aCidType, aChannelId, bCidType, bChannelId, evidence, strength, sourceKind, sourceId, ts)
    select unhex(md5(concat('${kind}', id))), '${kind}', ${value}, 'facebook', psid, 'import', 'verified', 'import', id, 1
    from conversation ${rest}`
}

async function fillAround(connection: Connection, rows: number, endMs: number): Promise<void> {
  await connection.query('insert into page (pageId, firstSeenTs) values ?', [
    yearPages.map((pageId) => [pageId, new Date(endMs)]),
  ])
  await connection.query(`insert into moderation (outboundId, contentKey, pageId, commentId, rule, act, cause, ts)
    select kwInteractionId, eventKey, pageId, 'c', 'insults', 'hide', 'comment', 1 from interaction
    where channel = 'facebookFeed' and kwInteractionId mod 50 = 5`)
  await connection.query(`insert into contentRow (contentKey, kwInteractionId)
    select unhex(md5(kwInteractionId)), kwInteractionId from chanFacebookFeed where kwInteractionId mod 100 = 0`)
  await connection.query('insert into contentRow (contentKey, kwInteractionId) values ?', [
    knownPosts.map((post, n) => [
      Buffer.from(postKey(asPageId(post.split('_')[0] ?? ''), post), 'hex'),
      idsAt(spans.recent, 4, rows)[n],
    ]),
  ])
  await connection.query("update interaction set originPId = 'lead:1' where kwInteractionId in (?)", [
    idsAt(spans.recent, 2, rows),
  ])
  await connection.query("update turn set state = 'open', outcome = null where kwInteractionId in (?)", [
    idsAt(spans.lastMonth, 0, rows),
  ])
  // Messages of the Page that an agent of the console sent.
  await connection.query(
    `insert into outbound (turnId, step, conversationId, action, state, expiresTs, claimedTs, platformId, recordedTs,
        createdTs, settledTs, userId)
      select null, 0, customer, '{"action":{"do":"say","message":{"text":"hello"}}}', 'sent', t, t, mid, t, t, t, 7
      from (select mid, recipientId - ${firstPsid} as customer,
          timestampdiff(microsecond, '1970-01-01', timestamp) div 1000 as t
        from chanFacebookMessenger where kwInteractionId in (?)) x`,
    [idsAt(spans.recent, 3, rows)],
  )
  await connection.query(`insert into deadLetter (deadKey, stage, reason, payload, firstTs, lastTs)
    select unhex(md5(kwInteractionId)), 'parse', 'malformed_job',
      concat(repeat('{"object":"page","entry":[', 80), '"m_dead_', kwInteractionId, '"'), utc_timestamp(3), utc_timestamp(3)
    from chanFacebookMessenger order by kwInteractionId limit ${deadLetters}`)
}

/** The deliveries of these messages, as Facebook sent them. */
async function deliveriesOf(connection: Connection, ids: readonly number[]) {
  const [rows] = await connection.query(
    `select timestamp, cast(valueRaw as char) as raw, recipientId from chanFacebookMessenger where kwInteractionId in (?)`,
    [ids],
  )
  return (rows as { timestamp: Date; raw: string; recipientId: string }[]).map((row) => ({
    receivedTs: new Date(row.timestamp.getTime() + 400),
    body: `{"object":"page","entry":[{"id":"${row.recipientId}","time":${row.timestamp.getTime()},"messaging":[${row.raw}]}]}`,
  }))
}
