/** Reads which texts of customers the bot did not understand, or got wrong, and groups those that are alike. */
import type { Kysely } from 'kysely'
import { findAgentReplies } from '../../src/db/learning/agent-replies.ts'
import { type Choice, findChoices } from '../../src/db/learning/choices.ts'
import { readStoredTexts, type StoredText } from '../../src/db/learning/stored-texts.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { PageId, TurnId } from '../../src/domain/ids.ts'
import {
  type CollectedText,
  createCollectTexts,
  type ReviewReason,
} from '../../src/nlp/learn/collect-texts.ts'
import { groupTexts, type TextGroup } from '../../src/nlp/learn/group-texts.ts'
import { createMaskText } from '../../src/nlp/learn/mask-text.ts'
import type { LocalStoryboard } from './local-storyboard.ts'

export interface ReviewOf {
  readonly storyboard: LocalStoryboard
  readonly days: number
  readonly pageId: PageId | undefined
  readonly language: string | undefined
  /** It is told how many turns were read. */
  readonly onRead?: (turns: number) => void
}

export interface Review {
  /** The largest first. */
  readonly groups: readonly TextGroup<CollectedText>[]
  /** Texts to review, of any group or none. */
  readonly texts: number
  /** Texts in no group, because there were too many different ones. */
  readonly ungrouped: number
}

const dayMs = 24 * 3_600_000

export async function review(
  db: Kysely<Database>,
  { storyboard, days, pageId, language, onRead }: ReviewOf,
): Promise<Review> {
  const until = (await databaseTime(db))()
  const collected = createCollectTexts(createMaskText(storyboard.entities))
  let texts = 0
  for await (const batch of readStoredTexts(db, { since: until - days * dayMs, until, pageId })) {
    onRead?.(batch.turns)
    const some = batch.texts.filter((text) => language === undefined || isIn(language, text))
    const agents = await findAgentReplies(db, some, storyboard)
    const choices = await findChoices(db, some)
    for (const text of some) {
      const reason = reasonOf(text, { agents, choice: choices.get(text.turnId) })
      if (reason === undefined) continue
      texts += 1
      collected.add({ text: text.text, ts: text.ts, language: languageOf(text), reason })
    }
  }
  const { groups, ungrouped } = groupTexts(collected.texts())
  return { groups, texts, ungrouped: ungrouped + collected.left() }
}

/** Also one of which the storyboard has no examples. */
function languageOf({ understanding }: StoredText): string | undefined {
  return understanding?.otherLanguage ?? understanding?.language
}

/** `pt` is also `pt-BR`. */
function isIn(language: string, text: StoredText): boolean {
  const told = languageOf(text)?.toLowerCase()
  return told === language || told?.startsWith(`${language}-`) === true
}

interface Happened {
  readonly agents: ReadonlySet<TurnId>
  readonly choice: Choice | undefined
}

function reasonOf(
  { turnId, isNotUnderstood, understanding }: StoredText,
  { agents, choice }: Happened,
): ReviewReason | undefined {
  if (isNotUnderstood) return 'not_understood'
  const likeliest = understanding?.intent?.name ?? understanding?.alternatives?.[0]?.name
  if (choice !== undefined && choice.intent !== likeliest) return 'chose_other'
  return agents.has(turnId) ? 'agent_replied' : undefined
}
