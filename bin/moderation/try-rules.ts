/** The dry run of moderation: the rules judge stored comments as they would judge new ones. */
import type { Kysely } from 'kysely'
import { findCommentHistory } from '../../src/db/conversation/moderation.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import {
  readStoredComments,
  type StoredComment,
  type StoredCommentsOf,
} from '../../src/db/moderation/stored-comments.ts'
import type { Understand, Understanding } from '../../src/domain/understanding.ts'
import type { JudgeComment, Judgement } from '../../src/moderation/rules.ts'

export interface Tried extends Judgement {
  readonly comment: StoredComment
}

export interface TryResult {
  /** Comments of customers that are still there. */
  readonly comments: number
  /** Those that a rule would act on, or did. */
  readonly tried: readonly Tried[]
  /** Comments that break a rule and stay as they are. */
  readonly kept: {
    /** The Page replied to them. */
    readonly replied: number
    /** An agent hid them, or another app. */
    readonly hiddenByOthers: number
  }
}

export interface TryOf extends StoredCommentsOf {
  readonly judge: JudgeComment
  /** Undefined: no rule looks at the intent. */
  readonly understand: Understand | undefined
}

/** Changes nothing. Removed comments are left out: nothing can be done with them. */
export async function tryRules(
  db: Kysely<Database>,
  { judge, understand, ...of }: TryOf,
): Promise<TryResult> {
  let comments = 0
  let replied = 0
  let hiddenByOthers = 0
  const tried: Tried[] = []
  for await (const some of readStoredComments(db, of)) {
    for (const comment of some) {
      if (comment.isRemoved) continue
      comments += 1
      const judgement = judge({ ...comment, intent: (await meaningOf(comment, understand))?.intent })
      if (judgement === undefined) continue
      if (comment.isHidden && comment.lastAct?.act !== 'hide') hiddenByOthers += 1
      else if (await isReplied(db, comment)) replied += 1
      else tried.push({ comment, ...judgement })
    }
  }
  return { comments, tried, kept: { replied, hiddenByOthers } }
}

/**
 * The local understanding is that of the storyboard that is tried. What wit.ai, Facebook or a reader understood is taken
 * as it was stored: asking again for each comment would use up their limits.
 */
async function meaningOf(
  { text, understanding, isEdited, ts, locale, timezone }: StoredComment,
  understand: Understand | undefined,
): Promise<Understanding | undefined> {
  if (understand === undefined || text === undefined) return undefined
  const isForeign = understanding !== undefined && foreign.has(understanding.provider)
  if (isForeign && !isEdited) return understanding
  return await understand({
    text,
    referenceTime: ts,
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
  })
}

const foreign: ReadonlySet<Understanding['provider']> = new Set(['builtin', 'wit', 'reader'])

async function isReplied(
  db: Kysely<Database>,
  { conversationId, ...comment }: StoredComment,
): Promise<boolean> {
  if (conversationId === undefined) return false
  return (await findCommentHistory(db, { ...comment, conversationId })).isReplied
}
