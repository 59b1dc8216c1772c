/** Actions that Facebook would refuse for the events that start their scene, and actions that are never come to. */
import type { Action } from '../schema/actions.ts'
import { type Trigger, triggerKinds } from '../schema/triggers.ts'
import type { StoryboardFile } from '../schema.ts'
import { walkActions } from '../walk-actions.ts'
import type { Finding } from './finding.ts'

export function checkActions(definition: StoryboardFile): Finding[] {
  return walkActions(definition).flatMap(({ action, path, root, isLast }) => {
    const kinds = new Set((definition.scenes[root]?.on ?? []).map(placeOf))
    const refusal = kinds.size > 0 ? refusalOf(action, kinds) : undefined
    const findings: Finding[] = refusal === undefined ? [] : [{ path, message: refusal }]
    const ends = 'go' in action ? 'go' : 'hand_over' in action ? 'hand_over' : undefined
    if (ends !== undefined && !isLast) {
      findings.push({
        path,
        message: `what stands after ${ends} is never done: put it before`,
        isWarning: true,
      })
    }
    return findings
  })
}

type Place = 'messenger' | 'comment' | 'feed' | 'post_reaction'

function placeOf(trigger: Trigger): Place {
  const kind = triggerKinds.find((name) => trigger[name] !== undefined) ?? 'message'
  if (kind === 'comment' || kind === 'visitor_post') return 'comment'
  if (kind === 'mention' || kind === 'rating') return 'feed'
  return kind === 'reaction' && trigger.of === 'post' ? 'post_reaction' : 'messenger'
}

function refusalOf(action: Action, places: ReadonlySet<Place>): string | undefined {
  const only = (...some: readonly Place[]) => [...places].every((place) => some.includes(place))
  const isPublic = 'reply_publicly' in action || 'hide' in action || 'like' in action
  const isPrivate =
    'say' in action || 'ask' in action || 'cards' in action || 'reply_privately' in action || isMedia(action)
  if (isPublic && only('messenger', 'post_reaction')) {
    return `${verbOf(action)} needs a comment, visitor_post, mention or rating: this scene starts from none`
  }
  if ('reply_privately' in action && only('messenger'))
    return 'reply_privately needs a comment or visitor_post: use say here'
  if (isPrivate && only('feed')) {
    return `${verbOf(action)} does not reach who mentioned or rated the Page: Facebook allows a public answer only`
  }
  if ((isPrivate || 'hand_over' in action) && only('post_reaction')) {
    return `${verbOf(action)} does not reach who reacted to a post: Facebook has no answer to that`
  }
  return undefined
}

function isMedia(action: Action): boolean {
  return !('reply_publicly' in action) && ['image', 'video', 'audio', 'file'].some((kind) => kind in action)
}

function verbOf(action: Action): string {
  return Object.keys(action)[0] ?? 'this'
}
