/** What became of what customers wrote. */
import { groupOfOutcome, type OutcomeGroup, outcomeGroups } from '../../../../domain/outcome-group.ts'
import { type InsightDefinition, overTime, slotColumn, sumOf } from '../definition.ts'
import { languageOf } from '../fact-sql.ts'

/** The outcome of a turn `t`; a reply that handed the thread over is `handed_over`. */
const outcomeSql = `CASE WHEN t.state = 'open' THEN 'open'
      WHEN t.outcome IN ('answered', 'acted') AND EXISTS (
        SELECT 1 FROM outbound o
        WHERE o.turnId = t.id AND o.state = 'sent' AND JSON_UNQUOTE(JSON_EXTRACT(o.action, '$.action.do')) = 'hand_over'
      ) THEN 'handed_over'
      ELSE COALESCE(t.outcome, 'open') END`

/** The outcomes of a group, for SQL. */
export function wordsOf(group: OutcomeGroup): string {
  return Object.entries(groupOfOutcome)
    .filter(([, one]) => one === group)
    .map(([outcome]) => `'${outcome}'`)
    .join(', ')
}

/** The group of an outcome. Words of earlier versions count as failed, so that nobody overlooks them. */
function groupSql(outcome: string): string {
  const whens = outcomeGroups
    .filter((group) => group !== 'failed')
    .map((group) => `\n    WHEN ${outcome} IN (${wordsOf(group)}) THEN '${group}'`)
  return `CASE${whens.join('')}\n    ELSE 'failed' END`
}

const says: Readonly<Record<OutcomeGroup, string>> = {
  answered: 'the customer got the reply of a scene',
  asked_back: 'the bot asked which of several intents was meant',
  not_understood: 'a fallback text, the same question again, or no scene',
  handed_over: 'handed over to an agent, or an agent or another app had the thread',
  failed: 'no reply where one was due, or a text that says that the brand’s system did not respond',
  no_reply_wanted: 'no reply was due: a like, a hidden comment, a message that a later turn replies to',
  open: 'the bot has not replied yet',
}

/** A fact for each turn, with this part and bucket. */
function turnFacts(part: string, { bucket = '0', where = '' } = {}): string {
  return `SELECT t.kwInteractionId AS id, t.ts AS ms, c.pageId, t.pId,
    ${languageOf('t')} AS language,
    ${part} AS part,
    ${bucket} AS bucket
  FROM turn t
  JOIN conversation c ON c.id = t.conversationId
  WHERE t.ts >= :from AND t.ts < :to${where}`
}

const groupWords = outcomeGroups.map((group) => `'${group}'`).join(', ')
/** The number of the group in `outcomeGroups`, and back. */
const groupBucket = `FIELD(${groupSql(outcomeSql)}, ${groupWords}) - 1`
const groupOfBucket = `ELT(x.bucket + 1, ${groupWords})`

const sceneFacts = turnFacts("COALESCE(t.scene, '') COLLATE utf8mb4_bin", { bucket: groupBucket })

export const outcomes: InsightDefinition = {
  name: 'outcomes',
  metric: 'scenes',
  says:
    'What the turns of the bot led to. A turn is an event that may deserve a reply. It counts when the customer wrote, ' +
    'with its outcome as it is now.',
  shape: 'over_time',
  hasLanguage: true,
  columns: [
    slotColumn,
    { name: 'kind', unit: 'kind', says: 'what it led to' },
    { name: 'turns', unit: 'count', says: 'how many' },
  ],
  kinds: Object.fromEntries(outcomeGroups.map((group) => [group, says[group]])),
  facts: sceneFacts,
  kind: groupOfBucket,
  select: overTime(groupOfBucket, 'turns'),
}

const shareOf = (group: OutcomeGroup, amount: string): string =>
  sumOf(amount, `x.bucket = ${outcomeGroups.indexOf(group)}`)

/** A row for each scene, intent or ad, with what its turns led to. */
function byPart(name: string): InsightDefinition['select'] {
  return ({ from, where, amount }) => `SELECT x.part AS ${name}, ${sumOf(amount)} AS turns,
  ${shareOf('answered', amount)} AS answered,
  ${shareOf('asked_back', amount)} AS askedBack,
  ${shareOf('not_understood', amount)} AS notUnderstood,
  ${shareOf('handed_over', amount)} AS handedOver,
  ${shareOf('failed', amount)} AS failed
FROM ${from}
WHERE ${where}
GROUP BY x.part
ORDER BY turns DESC, ${name}
LIMIT 500`
}

const groupColumns = [
  { name: 'turns', unit: 'count', says: 'turns' },
  { name: 'answered', unit: 'count', says: 'of them, those that got the reply of a scene' },
  { name: 'askedBack', unit: 'count', says: 'where the bot asked what was meant' },
  { name: 'notUnderstood', unit: 'count', says: 'that the bot did not understand' },
  { name: 'handedOver', unit: 'count', says: 'that an agent or another app had to answer' },
  { name: 'failed', unit: 'count', says: 'that got no reply though one was due' },
] as const

export const scenes: InsightDefinition = {
  name: 'scenes',
  metric: 'scenes',
  says: 'Which scenes of the storyboard replied, and what their turns led to. Turns without a scene have an empty name.',
  shape: 'table',
  hasLanguage: true,
  columns: [{ name: 'scene', unit: 'kind', says: 'the scene' }, ...groupColumns],
  facts: sceneFacts,
  kind: 'x.part',
  select: byPart('scene'),
}

const intentSql = `COALESCE(JSON_UNQUOTE(JSON_EXTRACT(t.understanding, '$.intent.name')), '')`
const hasText = `\n    AND t.understanding IS NOT NULL AND JSON_EXTRACT(t.facts, '$.text') IS NOT NULL`

export const intents: InsightDefinition = {
  name: 'intents',
  metric: 'intents',
  says: 'What customers meant, and what their turns led to. Texts without a known intent have an empty name.',
  shape: 'table',
  hasLanguage: true,
  columns: [{ name: 'intent', unit: 'kind', says: 'the intent' }, ...groupColumns],
  facts: turnFacts(intentSql, { bucket: groupBucket, where: hasText }),
  kind: 'x.part',
  select: byPart('intent'),
}

export const intentsOverTime: InsightDefinition = {
  name: 'intentsOverTime',
  metric: 'intents',
  says: 'What customers meant, over time. Texts without a known intent have an empty name.',
  shape: 'over_time',
  hasLanguage: true,
  columns: [
    slotColumn,
    { name: 'kind', unit: 'kind', says: 'the intent' },
    { name: 'turns', unit: 'count', says: 'how many' },
  ],
  facts: intents.facts,
  kind: 'x.part',
  select: overTime('x.part', 'turns'),
}

export const scenesOverTime: InsightDefinition = {
  name: 'scenesOverTime',
  metric: 'scenes',
  says: 'Which scenes replied, over time. Turns without a scene have an empty name.',
  shape: 'over_time',
  hasLanguage: true,
  columns: [
    slotColumn,
    { name: 'kind', unit: 'kind', says: 'the scene' },
    { name: 'turns', unit: 'count', says: 'how many' },
  ],
  facts: scenes.facts,
  kind: 'x.part',
  select: overTime('x.part', 'turns'),
}

/** The ad whose click was the customer's latest in the seven days before the turn. */
const adOfTurn = `(SELECT r.adId FROM adReferral r
      WHERE r.channelId = c.psid AND r.cidType = 'facebook' AND r.adId IS NOT NULL
        AND r.pageId = c.pageId AND r.ts <= t.ts AND r.ts >= t.ts - 604800000
      ORDER BY r.ts DESC, r.kwInteractionId DESC LIMIT 1)`

export const ads: InsightDefinition = {
  name: 'ads',
  metric: 'ads',
  sums: 'days',
  says:
    'Which ads brought conversations, and what came of them. `arrivals` counts the events with which customers came from ' +
    'the ad. The turns of the seven days after belong to the ad that was the customer’s latest.',
  shape: 'table',
  hasLanguage: false,
  columns: [
    { name: 'ad', unit: 'kind', says: 'Facebook’s id of the ad' },
    { name: 'arrivals', unit: 'count', says: 'how often customers came from it' },
    ...groupColumns,
  ],
  facts: `SELECT r.kwInteractionId AS id, r.ts AS ms, r.pageId, COALESCE(p.pId, '') AS pId, '' AS language, r.adId AS part,
    100 AS bucket
  FROM adReferral r
  LEFT JOIN chan2Profile p ON p.channelId = r.channelId AND p.cidType = r.cidType
  WHERE r.ts >= :from AND r.ts < :to AND r.adId IS NOT NULL
  UNION ALL
  SELECT a.id, a.ms, a.pageId, a.pId, '' AS language, a.part, a.bucket
  FROM (
    ${turnFacts(adOfTurn, { bucket: groupBucket })}
  ) a
  WHERE a.part IS NOT NULL`,
  kind: 'x.part',
  select: ({ from, where, amount }) => `SELECT x.part AS ad, ${sumOf(amount, 'x.bucket = 100')} AS arrivals,
  ${sumOf(amount, 'x.bucket <> 100')} AS turns,
  ${shareOf('answered', amount)} AS answered,
  ${shareOf('asked_back', amount)} AS askedBack,
  ${shareOf('not_understood', amount)} AS notUnderstood,
  ${shareOf('handed_over', amount)} AS handedOver,
  ${shareOf('failed', amount)} AS failed
FROM ${from}
WHERE ${where}
GROUP BY x.part
ORDER BY arrivals DESC, turns DESC, ad
LIMIT 500`,
}
