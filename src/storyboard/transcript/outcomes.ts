/** What becomes of the actions of a reply, where Facebook refuses some of them for good. */
import { isWanted } from '../../domain/outbound.ts'
import type { ReplyAction } from '../../domain/reply.ts'

/** The actions that Facebook accepts, in order. `refused`: verbs of a storyboard. */
export function acceptedActions(
  actions: readonly ReplyAction[],
  refused: readonly string[] = [],
): ReplyAction[] {
  const states: ('sent' | 'failed' | 'skipped')[] = []
  for (const action of actions) {
    const { onlyIf } = action
    if (onlyIf !== undefined && !isWanted(onlyIf, states[onlyIf.step])) states.push('skipped')
    else states.push(refused.includes(refusableOf(action)) ? 'failed' : 'sent')
  }
  return actions.filter((_, step) => states[step] === 'sent')
}

/** The key of the action in a storyboard. */
function refusableOf({ do: verb }: ReplyAction): string {
  if (verb === 'comment') return 'reply_publicly'
  return verb === 'private_reply' ? 'reply_privately' : verb
}
