/** Parts of the SQL of several numbers. */
/** A time of `interaction` in ms. */
export function msOf(ts: string): string {
  return `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${ts}) DIV 1000`
}

function timeOf(ms: string): string {
  return `TIMESTAMP '1970-01-01 00:00:00' + INTERVAL (${ms}) * 1000 MICROSECOND`
}

/**
 * Rows of `interaction` of the period. The index is on the day of the event; what the bot sent near midnight may have the
 * day before or after it.
 */
export function inPeriod(i: string): string {
  return `${i}.eventDay BETWEEN DATE(${timeOf(':from - 3600000')}) AND DATE(${timeOf(':to + 3600000')})
    AND ${i}.ts >= ${timeOf(':from')} AND ${i}.ts < ${timeOf(':to')}`
}

/** The language of the text of a turn; empty: not known. */
export function languageOf(t: string): string {
  return `COALESCE(JSON_UNQUOTE(JSON_EXTRACT(${t}.understanding, '$.otherLanguage')),
      JSON_UNQUOTE(JSON_EXTRACT(${t}.understanding, '$.language')), '')`
}

/** Rows of `interaction` in which a customer says something: `i`, with `f` of the feed. */
export const saysSomething = `i.direction = 'in' AND i.pageId IS NOT NULL
    AND (i.channel = 'facebookMessenger' AND i.interactionType IN ('message', 'postback')
      OR i.channel = 'facebookFeed' AND f.verb = 'add'
        AND i.interactionType IN ('comment', 'post', 'status', 'photo', 'video', 'share', 'link'))`

/**
 * Who wrote a message or comment of the Page. Its outbound message is `o`. The metadata in the event tells of those whose
 * outbound message was removed.
 */
export function writerSql(valueRaw: string): string {
  return `CASE WHEN o.userId IS NOT NULL THEN 'agent'
      WHEN o.id IS NOT NULL OR ${valueRaw} LIKE '%"metadata":"pagebeat.%' OR ${valueRaw} LIKE '{"sent":%' THEN 'bot'
      ELSE 'elsewhere' END`
}

export const writers = {
  bot: 'the bot',
  agent: 'agents of the console',
  elsewhere: 'the inbox of the Page, or another app',
} as const
