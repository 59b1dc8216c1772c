/** What customers say about each post. */
import { type InsightDefinition, sumOf } from '../definition.ts'
import { inPeriod, languageOf, msOf } from '../fact-sql.ts'

const sentiments = ['positive', 'neutral', 'negative'] as const
const reaction = 10

export const posts: InsightDefinition = {
  name: 'posts',
  metric: 'posts',
  sums: 'days',
  says:
    'Comments and reactions by post, with the sentiment of the comments where the language understanding told one. ' +
    'Reactions are those that were added, also if they were taken back later.',
  shape: 'table',
  hasLanguage: true,
  columns: [
    { name: 'post', unit: 'kind', says: 'Facebook’s id of the post' },
    { name: 'comments', unit: 'count', says: 'comments of customers, on every level' },
    ...sentiments.map((name) => ({ name, unit: 'count' as const, says: `of them, ${name} ones` })),
    { name: 'reactions', unit: 'count', says: 'reactions to the post and its comments' },
  ],
  facts: `SELECT i.kwInteractionId AS id, ${msOf('i.ts')} AS ms, i.pageId, i.pId,
    ${languageOf('t')} AS language,
    COALESCE(f.post_id, '') AS part,
    CASE WHEN i.interactionType = 'reaction' THEN ${reaction}
      ELSE FIELD(COALESCE(JSON_UNQUOTE(JSON_EXTRACT(t.understanding, '$.sentiment')), ''), ${sentiments.map((name) => `'${name}'`).join(', ')})
      END AS bucket
  FROM interaction i
  JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
  LEFT JOIN turn t ON t.kwInteractionId = i.kwInteractionId
  WHERE ${inPeriod('i')}
    AND i.direction = 'in' AND i.pageId IS NOT NULL AND i.channel = 'facebookFeed' AND f.verb = 'add'
    AND i.interactionType IN ('comment', 'reaction')`,
  kind: 'x.part',
  select: ({
    from,
    where,
    amount,
  }) => `SELECT x.part AS post, ${sumOf(amount, `x.bucket <> ${reaction}`)} AS comments,
  ${sentiments.map((name, index) => `${sumOf(amount, `x.bucket = ${index + 1}`)} AS ${name}`).join(',\n  ')},
  ${sumOf(amount, `x.bucket = ${reaction}`)} AS reactions
FROM ${from}
WHERE ${where}
GROUP BY x.part
ORDER BY comments DESC, reactions DESC, post
LIMIT 500`,
}
