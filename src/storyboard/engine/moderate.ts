/**
 * Moderation comes before every reply: a comment that breaks a rule is hidden or deleted, and no scene starts. The act is
 * the reply of its turn, so it is committed, claimed and sent like any other.
 */
import type { ReplyAction } from '../../domain/reply.ts'
import { compileModeration, type JudgeComment } from '../../moderation/rules.ts'
import type { StoryboardFile } from '../schema.ts'
import type { FindCommentHistory, SceneInput } from '../storyboard.ts'

export const usualConfidence = 0.4

export interface Moderation {
  /** Undefined: the storyboard has no rules. */
  readonly judge: JudgeComment | undefined
  /** An edit of a comment does not tell whether its picture is still there. */
  readonly isOfPicture: (rule: string) => boolean
}

export function readModeration({ moderation, understanding }: StoryboardFile): Moderation {
  const { rules = {} } = moderation ?? {}
  return {
    judge:
      moderation && compileModeration(moderation, { atLeast: understanding?.at_least ?? usualConfidence }),
    isOfPicture: (rule) => Object.hasOwn(rules, rule) && rules[rule]?.picture !== undefined,
  }
}

export function hasRules({ moderation }: StoryboardFile): boolean {
  return Object.keys(moderation?.rules ?? {}).length > 0
}

export function moderatesByIntent({ moderation }: StoryboardFile): boolean {
  return Object.values(moderation?.rules ?? {}).some(({ intent }) => intent !== undefined)
}

export interface Moderated {
  readonly actions: readonly ReplyAction[]
  /** No scene starts. */
  readonly isOver: boolean
}

/**
 * Undefined: moderation does nothing. A comment that the bot replied to stays as it is. An edited comment is looked at
 * again: one that a rule hid is shown again once it breaks no rule. If it breaks another rule now, that one hides it, too:
 * else the undo of the first rule would show it.
 */
export async function moderate(
  { judge, isOfPicture }: Moderation,
  { turn, understanding }: SceneInput,
  findHistory: FindCommentHistory,
): Promise<Moderated | undefined> {
  const isEdit = turn.kind === 'edited_comment'
  if (turn.kind !== 'comment' && !isEdit) return undefined
  const judgement = judge?.({ ...turn, intent: understanding.intent })
  if (judgement === undefined && !isEdit) return undefined
  const { isReplied, hiddenBy } = await findHistory(turn)
  if (judgement === undefined) {
    if (hiddenBy === undefined) return undefined
    if (isOfPicture(hiddenBy)) return { actions: [], isOver: true }
    return { actions: [{ do: 'unhide', rule: hiddenBy }], isOver: false }
  }
  if (isReplied) return undefined
  const { act, rule } = judgement
  return { actions: act === 'hide' && hiddenBy === rule ? [] : [{ do: act, rule }], isOver: true }
}
