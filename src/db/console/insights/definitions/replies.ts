/** What the Page writes, and how long customers wait for it. */
import { type InsightDefinition, overTime, slotColumn, sumOf } from '../definition.ts'
import { inPeriod, msOf, writerSql, writers } from '../fact-sql.ts'
import { bucketSql, msOfBucketSql } from '../time-buckets.ts'

/** The outbound message of a message or comment of the Page, by its id at Facebook. */
const outboundOf = (id: string): string => `LEFT JOIN outbound o ON o.id = (
      SELECT MIN(s.id) FROM outbound s WHERE s.platformId = CONVERT(${id} USING ascii))`

export const replies: InsightDefinition = {
  name: 'replies',
  metric: 'replies',
  says: 'Messages and comments of the Page: what the bot and agents wrote. A like or a hidden comment is no reply.',
  shape: 'over_time',
  hasLanguage: false,
  columns: [
    slotColumn,
    { name: 'kind', unit: 'kind', says: 'who wrote' },
    { name: 'replies', unit: 'count', says: 'how many' },
  ],
  kinds: writers,
  facts: `SELECT i.kwInteractionId AS id, ${msOf('i.ts')} AS ms, i.pageId, i.pId, '' AS language,
    ${writerSql('COALESCE(m.valueRaw, f.valueRaw)')} AS part,
    0 AS bucket
  FROM interaction i
  LEFT JOIN chanFacebookMessenger m ON m.kwInteractionId = i.kwInteractionId
  LEFT JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
  ${outboundOf('COALESCE(m.mid, f.comment_id)')}
  WHERE ${inPeriod('i')}
    AND i.direction = 'out' AND i.pageId IS NOT NULL
    AND (i.channel = 'facebookMessenger' AND i.interactionType = 'echo'
      OR i.channel = 'facebookFeed' AND i.interactionType = 'comment' AND f.verb = 'add')`,
  kind: 'x.part',
  select: overTime('x.part', 'replies'),
}

/**
 * All messages of the customers to whom the Page wrote in the period, in their order. `round` counts the Page's messages
 * before, `isNew` marks the first one after a day of silence.
 */
const messagesInOrder = `SELECT i.kwInteractionId AS id, ${msOf('i.ts')} AS ms, i.pageId, i.pId, i.direction,
        COALESCE(SUM(i.direction = 'out') OVER (PARTITION BY i.pageId, i.pId ORDER BY i.ts, i.kwInteractionId
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS round,
        CASE WHEN ${msOf('i.ts')} - LAG(${msOf('i.ts')}) OVER (PARTITION BY i.pageId, i.pId ORDER BY i.ts, i.kwInteractionId)
          <= 86400000 THEN 0 ELSE 1 END AS isNew
      FROM (
        SELECT DISTINCT i.pageId, i.pId FROM interaction i
        WHERE ${inPeriod('i')}
          AND i.channel = 'facebookMessenger' AND i.interactionType = 'echo' AND i.pageId IS NOT NULL
      ) a
      JOIN interaction i ON i.pId = a.pId AND i.pageId = a.pageId
      WHERE i.channel = 'facebookMessenger' AND i.interactionType IN ('message', 'postback', 'echo')
        AND i.eventDay > '1970-01-02'`

function timeFacts(waits: string, isCounted: string): string {
  return `SELECT w.id, w.ms, w.pageId, w.pId, '' AS language,
    ${writerSql('m.valueRaw')} AS part,
    ${bucketSql('w.ms - w.since')} AS bucket,
    w.ms - w.since AS value
  FROM (
    ${waits}
  ) w
  JOIN chanFacebookMessenger m ON m.kwInteractionId = w.id
  ${outboundOf('m.mid')}
  WHERE w.direction = 'out' AND w.ms >= :from AND w.ms < :to AND ${isCounted}`
}

/** The next one of such acts on the conversation takes a mark back, or marks again. */
const isMark = (l: string): string => `${l}.targetKind = 'conversation' AND ${l}.act = 'mark_done'
          AND COALESCE((SELECT n.act FROM auditLog n
            WHERE n.targetKind = ${l}.targetKind AND n.targetId = ${l}.targetId AND n.act IN ('mark_done', 'reopen')
              AND n.ts >= ${l}.ts AND (n.ts > ${l}.ts OR n.id > ${l}.id)
            ORDER BY n.ts, n.id LIMIT 1), '') <> 'reopen'`

/** The conversations that an agent marked as done in the period, with their customer. */
const marked = `SELECT DISTINCT c.id AS conversationId, c.pageId, p.pId
        FROM auditLog l
        JOIN conversation c ON c.id = CAST(l.targetId AS UNSIGNED)
        JOIN chan2Profile p ON p.channelId = c.psid AND p.cidType = 'facebook'
        WHERE l.ts >= :from AND l.ts < :to AND ${isMark('l')}`

/** What these customers and the Page wrote, and the marks. */
const messagesAndMarks = `SELECT a.pageId, a.pId, i.kwInteractionId AS id, ${msOf('i.ts')} AS ms, i.direction AS what
      FROM (SELECT DISTINCT m.pageId, m.pId FROM (
        ${marked}
      ) m) a
      JOIN interaction i ON i.pId = a.pId AND i.pageId = a.pageId
      LEFT JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
      WHERE i.eventDay > '1970-01-02'
        AND (i.channel = 'facebookMessenger' AND i.interactionType IN ('message', 'postback', 'echo')
          OR i.channel = 'facebookFeed' AND i.interactionType = 'comment' AND f.verb = 'add')
      UNION ALL
      SELECT m.pageId, m.pId, l.id, l.ts AS ms, 'mark' AS what
      FROM (
        ${marked}
      ) m
      JOIN auditLog l ON l.targetId = CONVERT(CAST(m.conversationId AS CHAR) USING ascii) COLLATE ascii_bin AND ${isMark('l')}`

const opens = `o.what = 'in' AND (o.messages = 1 OR o.whatBefore = 'out' AND o.pauseMs > 86400000)`

/** `round` counts the marks before. A message opens what the next mark settles, if it is its first, or after a day. */
const markedFacts = `SELECT d.openedBy AS id, d.ms, d.pageId, d.pId, '' AS language, 'done' AS part,
    ${bucketSql('d.ms - d.since')} AS bucket, d.ms - d.since AS value
  FROM (
    SELECT o.pageId, o.pId, o.ms, o.what,
      MAX(CASE WHEN ${opens} THEN o.ms END) OVER (PARTITION BY o.pageId, o.pId, o.round) AS since,
      MAX(CASE WHEN ${opens} THEN o.id END) OVER (PARTITION BY o.pageId, o.pId, o.round) AS openedBy
    FROM (
      SELECT r.*, SUM(r.what = 'in') OVER (PARTITION BY r.pageId, r.pId, r.round ORDER BY r.ms, r.what, r.id) AS messages,
        LAG(r.what) OVER (PARTITION BY r.pageId, r.pId, r.round ORDER BY r.ms, r.what, r.id) AS whatBefore,
        r.ms - LAG(r.ms) OVER (PARTITION BY r.pageId, r.pId, r.round ORDER BY r.ms, r.what, r.id) AS pauseMs
      FROM (
        SELECT g.*, COALESCE(SUM(g.what = 'mark') OVER (PARTITION BY g.pageId, g.pId ORDER BY g.ms, g.what, g.id
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS round
        FROM (
          ${messagesAndMarks}
        ) g
      ) r
    ) o
  ) d
  WHERE d.what = 'mark' AND d.ms >= :from AND d.ms < :to AND d.since IS NOT NULL`

/** Percentiles of the buckets, by slot and kind. */
const percentiles: InsightDefinition['select'] = ({ from, where, slot, amount }) => `SELECT r.slot, r.kind,
  ${msOfBucketSql('MIN(CASE WHEN r.upTo >= 0.5 * r.total THEN r.bucket END)')} AS p50,
  ${msOfBucketSql('MIN(CASE WHEN r.upTo >= 0.9 * r.total THEN r.bucket END)')} AS p90,
  ${msOfBucketSql('MIN(CASE WHEN r.upTo >= 0.99 * r.total THEN r.bucket END)')} AS p99,
  MAX(r.total) AS times
FROM (
  SELECT b.slot, b.kind, b.bucket, SUM(b.amount) OVER (PARTITION BY b.slot, b.kind ORDER BY b.bucket) AS upTo,
    SUM(b.amount) OVER (PARTITION BY b.slot, b.kind) AS total
  FROM (
    SELECT ${slot} AS slot, x.part AS kind, x.bucket, ${sumOf(amount)} AS amount
    FROM ${from}
    WHERE ${where}
    GROUP BY slot, kind, x.bucket
  ) b
) r
GROUP BY r.slot, r.kind
ORDER BY r.slot, r.kind`

const timeColumns = [
  slotColumn,
  { name: 'kind', unit: 'kind', says: 'who wrote' },
  { name: 'p50', unit: 'ms', says: 'half of them took at most this long, ms' },
  { name: 'p90', unit: 'ms', says: 'nine of ten took at most this long' },
  { name: 'p99', unit: 'ms', says: '99 of 100 took at most this long' },
  { name: 'times', unit: 'count', says: 'how many' },
] as const

const exact =
  'Times are counted in buckets, each a fifth wider than the one before. A percentile is the upper end of its bucket.'

export const firstReply: InsightDefinition = {
  name: 'firstReply',
  metric: 'firstReply',
  says:
    'How long customers waited in Messenger for the first reply. The time runs from their first message after the Page ' +
    `last wrote, to the Page’s next message. It counts when the reply was written. ${exact}`,
  shape: 'times',
  hasLanguage: false,
  columns: timeColumns,
  kinds: writers,
  facts: timeFacts(
    `SELECT g.id, g.ms, g.pageId, g.pId, g.direction,
      MIN(CASE WHEN g.direction = 'in' THEN g.ms END) OVER (PARTITION BY g.pageId, g.pId, g.round) AS since
    FROM (
      ${messagesInOrder}
    ) g`,
    'w.since IS NOT NULL AND w.since <= w.ms',
  ),
  kind: 'x.part',
  select: percentiles,
}

export const resolution: InsightDefinition = {
  name: 'resolution',
  metric: 'resolution',
  says:
    'How long it took to settle what customers wanted. For the bot, agents and others it is Messenger only: from the ' +
    'customer’s first message to the Page’s last one. A day of silence ends a conversation. For what an agent marked as ' +
    'done in the console, comments count, too. There the time runs to the mark. It begins with the first message after the ' +
    'mark before. A mark that was taken back does not count. Where the Page wrote last, and the customer came back a day later, it begins anew. It ' +
    `counts at its end. A conversation may count as replied to, and as marked. ${exact}`,
  shape: 'times',
  hasLanguage: false,
  columns: timeColumns,
  kinds: {
    bot: 'the bot wrote last',
    agent: 'an agent of the console wrote last',
    elsewhere: 'the inbox of the Page, or another app, wrote last',
    done: 'an agent marked it as done',
  },
  facts: `${timeFacts(
    `SELECT s.id, s.ms, s.pageId, s.pId, s.direction,
      MIN(CASE WHEN s.direction = 'in' THEN s.ms END) OVER (PARTITION BY s.pageId, s.pId, s.conversation) AS since,
      ROW_NUMBER() OVER (PARTITION BY s.pageId, s.pId, s.conversation, s.direction ORDER BY s.ms DESC, s.id DESC) AS fromLast
    FROM (
      SELECT g.*, SUM(g.isNew) OVER (PARTITION BY g.pageId, g.pId ORDER BY g.ms, g.id) AS conversation
      FROM (
        ${messagesInOrder}
      ) g
    ) s`,
    'w.fromLast = 1 AND w.since IS NOT NULL AND w.since <= w.ms',
  )}
  UNION ALL
  ${markedFacts}`,
  kind: 'x.part',
  select: percentiles,
}
