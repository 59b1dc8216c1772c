/** How far customers come in the questions of a scene. */
import type { QuestionEnd } from '../../../../domain/reply.ts'
import { type InsightDefinition, sumOf } from '../definition.ts'
import { languageOf } from '../fact-sql.ts'
import { wordsOf } from './turns.ts'

/** What became of a question: what the customer's message did with it, an agent had the thread, or nothing yet. */
type Fate = QuestionEnd | 'handed_over' | 'no_reply'

const says: Readonly<Record<Fate, string>> = {
  filled: 'of them, those that got a value',
  cancelled: 'that the customer cancelled',
  left: 'where the customer changed the topic',
  given_up: 'where the bot gave up, as no message fitted',
  handed_over: 'where an agent or another app had the thread when the customer wrote next',
  no_reply: 'that have no reply so far: the customer dropped off, or may still reply',
  again: 'how often the bot asked once more, as the message did not fit',
}
const fates = [
  'filled',
  'cancelled',
  'left',
  'given_up',
  'handed_over',
  'no_reply',
  'again',
] as const satisfies readonly Fate[]
const bucketOf = (fate: Fate): number => fates.indexOf(fate)

/** A question that was asked once more is not asked anew. */
const isRepeat = (t: string): string => `${t}.questionEnd <=> 'again'`

/** The next turn that decides about the question of the turn `t`: it ends it, comes to an agent, or asks another one. */
const nextFate = `SELECT CASE WHEN n.questionEnd <> 'again' AND n.repliedQuestion = t.askedQuestion THEN n.questionEnd
          WHEN n.outcome IN (${wordsOf('handed_over')}) THEN 'handed_over'
          ELSE 'no_reply' END
        FROM turn n
        WHERE n.conversationId = t.conversationId AND n.state = 'done' AND n.ts >= t.ts AND (n.ts > t.ts OR n.id > t.id)
          AND (n.questionEnd <> 'again' OR n.askedQuestion IS NOT NULL AND n.questionEnd IS NULL
            OR n.outcome IN (${wordsOf('handed_over')}) AND n.channel = 'facebookMessenger')
        ORDER BY n.ts, n.id LIMIT 1`

const columns: Readonly<Record<Fate, string>> = {
  filled: 'filled',
  cancelled: 'cancelled',
  left: 'changedTopic',
  given_up: 'givenUp',
  handed_over: 'handedOver',
  no_reply: 'noReply',
  again: 'askedAgain',
}

export const funnel: InsightDefinition = {
  name: 'funnel',
  metric: 'questions',
  sums: 'days',
  says:
    'Which questions of the storyboard customers were asked, and what became of each. `order.size` is the question for the ' +
    'slot `size` in the scene `order`. A question counts when it was first asked, with its end as it is now. It counts once ' +
    'more when it is asked anew. Turns before this version of Pagebeat do not hold their question.',
  shape: 'table',
  hasLanguage: true,
  columns: [
    { name: 'question', unit: 'kind', says: 'the scene and the slot' },
    { name: 'asked', unit: 'count', says: 'how often it was asked' },
    ...fates.map((fate) => ({ name: columns[fate], unit: 'count' as const, says: says[fate] })),
  ],
  facts: `SELECT q.id, q.ms, q.pageId, q.pId, q.language, CONVERT(q.part USING utf8mb4) COLLATE utf8mb4_bin AS part,
    FIELD(COALESCE(q.fate, 'no_reply'), ${fates.map((fate) => `'${fate}'`).join(', ')}) - 1 AS bucket
  FROM (
    SELECT t.kwInteractionId AS id, t.ts AS ms, c.pageId, t.pId, ${languageOf('t')} AS language,
      t.askedQuestion AS part,
      CASE WHEN ${isRepeat('t')} THEN 'again' ELSE (
        ${nextFate}
      ) END AS fate
    FROM turn t
    JOIN conversation c ON c.id = t.conversationId
    WHERE t.ts >= :from AND t.ts < :to AND t.askedQuestion IS NOT NULL
  ) q`,
  kind: 'x.part',
  select: ({
    from,
    where,
    amount,
  }) => `SELECT x.part AS question, ${sumOf(amount, `x.bucket <> ${bucketOf('again')}`)} AS asked,
  ${fates.map((fate) => `${sumOf(amount, `x.bucket = ${bucketOf(fate)}`)} AS ${columns[fate]}`).join(',\n  ')}
FROM ${from}
WHERE ${where}
GROUP BY x.part
ORDER BY asked DESC, question
LIMIT 500`,
}
