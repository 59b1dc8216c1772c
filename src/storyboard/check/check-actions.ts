/** Finds actions that Facebook refuses for the triggers of their scene, and actions that are never reached. */
import { contentActs } from '../../domain/reply.ts'
import type { Action } from '../schema/actions.ts'
import type { Path } from '../document.ts'
import { isAct } from '../schema/acts.ts'
import { type Trigger, triggerKinds } from '../schema/triggers.ts'
import type { StoryboardFile } from '../schema.ts'
import { valueAt } from '../value-at.ts'
import { walkActions } from '../walk-actions.ts'
import type { Finding } from './finding.ts'

export function checkActions(definition: StoryboardFile): Finding[] {
  return walkActions(definition).flatMap(({ action, path, root, isLast }) => {
    const triggers = definition.scenes[root]?.on ?? []
    const refusal =
      triggers.length > 0
        ? (refusalByKind(action, new Set(triggers.map(kindOf))) ??
          refusalOf(action, new Set(triggers.map(placeOf))))
        : undefined
    const findings: Finding[] = refusal === undefined ? [] : [{ path, message: refusal }]
    const early = tooEarly(definition, path) && unforeseen.find((verb) => verb in action)
    if (early !== undefined && early !== false) {
      const message = `${early} cannot be in on_failure of this action: its outcome is known only after the turn, use say, reply_publicly or another act`
      findings.push({ path, message })
    }
    if ('verify' in action && definition.scenes[root]?.also === true) {
      const message = 'verify waits for a code, so it cannot be in a scene with also: remove one'
      findings.push({ path, message })
    }
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

/** What a turn cannot do once its outcome is known. */
const unforeseen = ['ask', 'verify', 'set', 'go', 'hub', 'after'] as const

/** In `on_failure` of an action that Facebook may refuse, or in a follow-up, at any depth. */
function tooEarly(definition: StoryboardFile, path: Path): boolean {
  return path.some((step, index) => {
    const isBranch = step === 'on_failure' || step === 'do'
    const holder = isBranch ? valueAt(definition, path.slice(0, index)) : undefined
    return typeof holder === 'object' && holder !== null && (isAct(holder) || 'after' in holder)
  })
}

type Place = 'messenger' | 'comment' | 'feed' | 'post_reaction'

type Kind = (typeof triggerKinds)[number]

function kindOf(trigger: Trigger): Kind {
  return triggerKinds.find((name) => trigger[name] !== undefined) ?? 'message'
}

function placeOf(trigger: Trigger): Place {
  const kind = kindOf(trigger)
  if (kind === 'comment' || kind === 'visitor_post') return 'comment'
  if (kind === 'edited') return trigger.edited === 'message' ? 'messenger' : 'comment'
  if (kind === 'mention' || kind === 'rating') return 'feed'
  return kind === 'reaction' && trigger.of === 'post' ? 'post_reaction' : 'messenger'
}

const onFeed: readonly Kind[] = ['comment', 'visitor_post', 'mention', 'rating']

function refusalByKind(action: Action, kinds: ReadonlySet<Kind>): string | undefined {
  if ('delete' in action && !kinds.has('comment') && !kinds.has('edited'))
    return 'delete needs a trigger comment, since only a comment can be deleted: add one to this scene, or use hide'
  if ('after' in action && [...kinds].every((kind) => onFeed.includes(kind)))
    return 'after needs a trigger in Messenger: Facebook allows no follow-up to a comment, post or rating'
  if ('block' in action && kinds.size === 1 && kinds.has('mention'))
    return 'block cannot follow a mention: Facebook does not name its author, remove it'
  return undefined
}

function refusalOf(action: Action, places: ReadonlySet<Place>): string | undefined {
  const only = (...some: readonly Place[]) => [...places].every((place) => some.includes(place))
  const isPublic = 'reply_publicly' in action || contentActs.some((act) => act in action)
  const isPrivate =
    ['say', 'ask', 'verify', 'cards', 'reply_privately'].some((verb) => verb in action) || isMedia(action)
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
