/** How far customers come in a scene that asks several questions. */
import { type InsightDefinition, sumOf } from '../definition.ts'
import { languageOf } from '../fact-sql.ts'

const mostSteps = 12

/** The turns of each conversation with a turn of the period, in their order; `isNew`: another scene, or a day later. */
const turnsInOrder = `SELECT t.kwInteractionId AS id, t.id AS turnId, t.ts AS ms, t.conversationId, t.channel, t.pId, t.scene,
        ${languageOf('t')} AS language,
        CASE WHEN t.scene = LAG(t.scene) OVER (PARTITION BY t.conversationId, t.channel ORDER BY t.ts, t.id)
          AND t.ts - LAG(t.ts) OVER (PARTITION BY t.conversationId, t.channel ORDER BY t.ts, t.id) <= 86400000
          THEN 0 ELSE 1 END AS isNew
      FROM (
        SELECT DISTINCT p.conversationId FROM turn p WHERE p.ts >= :from AND p.ts < :to AND p.scene IS NOT NULL
      ) a
      JOIN turn t ON t.conversationId = a.conversationId
      WHERE t.state = 'done' AND t.scene IS NOT NULL`

const kind = `CONCAT(x.part, ' · ', x.bucket)`

export const funnel: InsightDefinition = {
  name: 'funnel',
  metric: 'funnel',
  says:
    'How many customers came how far in a scene: `menu · 3` counts third turns in a row of the scene `menu`. The first ' +
    'turn begins the scene, each further one replies to a question. Where the number falls, customers dropped off. The ' +
    `tables do not hold which question it was. Step ${mostSteps} also counts all later ones.`,
  shape: 'table',
  hasLanguage: true,
  columns: [
    { name: 'step', unit: 'kind', says: 'the scene, and the number of the turn in it' },
    { name: 'turns', unit: 'count', says: 'how often customers came so far' },
  ],
  facts: `SELECT s.id, s.ms, c.pageId, s.pId, s.language, s.scene COLLATE utf8mb4_bin AS part,
    LEAST(s.step, ${mostSteps}) AS bucket
  FROM (
    SELECT n.*, ROW_NUMBER() OVER (PARTITION BY n.conversationId, n.channel, n.visit ORDER BY n.ms, n.turnId) AS step
    FROM (
      SELECT g.*, SUM(g.isNew) OVER (PARTITION BY g.conversationId, g.channel ORDER BY g.ms, g.turnId) AS visit
      FROM (
        ${turnsInOrder}
      ) g
    ) n
  ) s
  JOIN conversation c ON c.id = s.conversationId
  WHERE s.ms >= :from AND s.ms < :to`,
  kind,
  select: ({ from, where, amount }) => `SELECT ${kind} AS step, ${sumOf(amount)} AS turns
FROM ${from}
WHERE ${where}
GROUP BY x.part, x.bucket
ORDER BY x.part, x.bucket
LIMIT 500`,
}
