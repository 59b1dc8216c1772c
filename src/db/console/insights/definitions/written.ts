/** What customers write, and how many of them. */
import { type InsightDefinition, overTime, slotColumn, sumOf } from '../definition.ts'
import { inPeriod, languageOf, msOf, saysSomething } from '../fact-sql.ts'

export const written: InsightDefinition = {
  name: 'written',
  metric: 'written',
  says:
    'What customers wrote: messages and button presses in Messenger, comments, posts on the Page, and reactions to posts ' +
    'and comments. A comment that is removed later still counts. Each counts when it happened.',
  shape: 'over_time',
  hasLanguage: true,
  columns: [
    slotColumn,
    { name: 'kind', unit: 'kind', says: 'what it was' },
    { name: 'events', unit: 'count', says: 'how many' },
  ],
  kinds: {
    message: 'messages in Messenger',
    button: 'presses of a button in Messenger',
    comment: 'comments',
    post: 'posts on the Page',
    reaction: 'reactions to posts and comments',
  },
  facts: `SELECT i.kwInteractionId AS id, ${msOf('i.ts')} AS ms, i.pageId, i.pId,
    ${languageOf('t')} AS language,
    CASE WHEN i.interactionType = 'postback' THEN 'button'
      WHEN i.interactionType IN ('message', 'comment', 'reaction') THEN i.interactionType
      ELSE 'post' END AS part,
    0 AS bucket
  FROM interaction i
  LEFT JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
  LEFT JOIN turn t ON t.kwInteractionId = i.kwInteractionId
  WHERE ${inPeriod('i')}
    AND (${saysSomething}
      OR i.direction = 'in' AND i.pageId IS NOT NULL
        AND i.channel = 'facebookFeed' AND f.verb = 'add' AND i.interactionType = 'reaction')`,
  kind: 'x.part',
  select: overTime('x.part', 'events'),
}

/** One row for each event in which a customer said something. */
const customersSaid = `SELECT i.kwInteractionId AS id, ${msOf('i.ts')} AS ms, i.pageId, i.pId, '' AS language,
    'customer' AS part, 0 AS bucket
  FROM interaction i
  LEFT JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
  WHERE ${inPeriod('i')} AND i.pId <> 'anonymous'
    AND ${saysSomething}`

/**
 * For each customer and hour in which they wrote: how many hours before they last did. So a row tells for each period
 * whether it is the customer's first in it.
 */
const hoursSinceLast = `SELECT a.hour, a.pageId, '' AS language, 'customer' AS part,
    a.hour - COALESCE(a.lastHour, a.hour) AS bucket, COUNT(*) AS amount
  FROM (
    SELECT h.hour, h.pageId, h.pId, (
      SELECT MAX(${msOf('i.ts')} DIV 3600000)
      FROM interaction i
      LEFT JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
      WHERE i.pId = h.pId AND i.pageId = h.pageId AND i.eventDay > '1970-01-02'
        AND i.ts < TIMESTAMP '1970-01-01 00:00:00' + INTERVAL h.hour HOUR
        AND ${saysSomething}
    ) AS lastHour
    FROM (SELECT DISTINCT x.ms DIV 3600000 AS hour, x.pageId, x.pId FROM (${customersSaid}) x) h
  ) a
  GROUP BY a.hour, a.pageId, bucket`

export const customers: InsightDefinition = {
  name: 'customers',
  metric: 'customers',
  says:
    'How many customers wrote: a message, button press, comment or post. A customer counts once in each slot, and once for ' +
    'each Page. Comments whose author Facebook does not name are left out.',
  shape: 'over_time',
  hasLanguage: false,
  columns: [
    slotColumn,
    { name: 'kind', unit: 'kind', says: 'always `customer`' },
    { name: 'customers', unit: 'count', says: 'different customers' },
  ],
  kinds: { customer: 'customers who wrote' },
  facts: customersSaid,
  kind: 'x.part',
  select: ({
    from,
    where,
    slot,
  }) => `SELECT ${slot} AS slot, x.part AS kind, COUNT(DISTINCT x.pageId, x.pId) AS customers
FROM ${from}
WHERE ${where}
GROUP BY slot, kind
ORDER BY slot, kind`,
  hours: {
    count: hoursSinceLast,
    // Customers who wrote earlier on that day are no new ones, whatever the slot.
    day: {
      where: 'x.bucket = 0 OR x.hour - x.bucket < x.hour DIV 24 * 24',
      bucket: 'CASE WHEN x.bucket = 0 THEN 0 ELSE x.hour DIV 24 * 24 - (x.hour - x.bucket) END',
    },
    select: ({ from, where, slot, slotOf }) => {
      const before = '(x.hour - x.bucket) * 3600000'
      const isFirst = `x.bucket = 0 OR ${before} < :from OR ${slotOf(before)} <> ${slot}`
      return `SELECT ${slot} AS slot, x.part AS kind, ${sumOf('x.amount', isFirst)} AS customers
FROM ${from}
WHERE ${where}
GROUP BY slot, kind
HAVING customers > 0
ORDER BY slot, kind`
    },
  },
}
