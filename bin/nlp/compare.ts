/** Replays stored texts of customers with two storyboards. */
import type { Kysely } from 'kysely'
import { findAgentReplies } from '../../src/db/learning/agent-replies.ts'
import { type Choice, findChoices } from '../../src/db/learning/choices.ts'
import { readStoredTexts, type StoredText } from '../../src/db/learning/stored-texts.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { PageId } from '../../src/domain/ids.ts'
import type { Utterance } from '../../src/domain/understanding.ts'
import type { Labelled } from '../../src/nlp/eval/labelled-csv.ts'
import {
  type ComparedText,
  type Comparison,
  createCompareModels,
} from '../../src/nlp/learn/compare-models.ts'
import { createMaskText } from '../../src/nlp/learn/mask-text.ts'
import { toOneLine } from '../../src/nlp/learn/one-line.ts'
import type { LocalStoryboard } from './local-storyboard.ts'

export interface CompareOf {
  readonly before: LocalStoryboard
  readonly after: LocalStoryboard
  readonly labelled: readonly Labelled[]
  readonly days: number
  readonly pageId: PageId | undefined
  /** Examples of each change. */
  readonly examples: number
  readonly isUnmasked: boolean
  /** It is told how many turns were read. */
  readonly onRead?: (turns: number) => void
}

export interface Compared extends Comparison {
  /** Texts that wit.ai, Facebook or a reader understood: the local provider was not asked. */
  readonly foreign: number
}

const dayMs = 24 * 3_600_000

export async function compare(
  db: Kysely<Database>,
  { before, after, labelled, days, pageId, examples, isUnmasked, onRead }: CompareOf,
): Promise<Compared> {
  const until = (await databaseTime(db))()
  const mask = createMaskText([...before.entities, ...after.entities])
  const models = createCompareModels({
    before: before.readIntent,
    after: after.readIntent,
    examples,
    mask: (text) => (isUnmasked ? toOneLine(text) : mask(toOneLine(text)).shown),
  })
  for (const { text, intent } of labelled)
    models.add({ utterance: { text, referenceTime: until }, truth: { intent }, isLabelledOnly: true })
  let foreign = 0
  for await (const batch of readStoredTexts(db, { since: until - days * dayMs, until, pageId })) {
    onRead?.(batch.turns)
    const agents = await findAgentReplies(db, batch.texts, after)
    const choices = await findChoices(db, batch.texts)
    for (const text of batch.texts) {
      if (isForeign(text)) foreign += 1
      else
        models.add({
          utterance: toUtterance(text),
          isAgentReplied: agents.has(text.turnId),
          ...truthOf(choices.get(text.turnId)),
        })
    }
  }
  return { ...models.result(), foreign }
}

/** Something else than what the bot named says nothing of what is right. */
function truthOf(choice: Choice | undefined): Pick<ComparedText, 'truth'> {
  return choice?.intent === undefined ? {} : { truth: { intent: choice.intent } }
}

function isForeign({ understanding }: StoredText): boolean {
  return understanding?.intent !== undefined && understanding.provider !== 'local'
}

function toUtterance({ text, ts, locale, timezone }: StoredText): Utterance {
  return {
    text,
    referenceTime: ts,
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
  }
}
