/** Finds actions that Facebook refuses for the triggers of their scene, and actions that are never reached. */
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
        message: `actions after ${ends} are never reached: move them before it`,
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
    return `${verbOf(action)} needs a trigger comment, visitor_post, mention or rating: add one to this scene, or remove it`
  }
  if ('reply_privately' in action && only('messenger'))
    return 'reply_privately needs a trigger comment or visitor_post: use say in this scene'
  if (isPrivate && only('feed')) {
    return `${verbOf(action)} cannot follow a mention or rating: Facebook allows only a public reply, use reply_publicly`
  }
  if ((isPrivate || 'hand_over' in action) && only('post_reaction')) {
    return `${verbOf(action)} cannot follow a reaction to a post: Facebook allows no reply to it, remove it`
  }
  return undefined
}

function isMedia(action: Action): boolean {
  return !('reply_publicly' in action) && ['image', 'video', 'audio', 'file'].some((kind) => kind in action)
}

function verbOf(action: Action): string {
  return Object.keys(action)[0] ?? 'this'
}
