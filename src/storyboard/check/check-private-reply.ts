/**
 * Finds messages that do not fit into the one private reply to a comment. Texts are joined into one; other messages
 * cannot be.
 */
import type { Path } from '../document.ts'
import type { Action } from '../schema/actions.ts'
import { triggerKinds } from '../schema/triggers.ts'
import type { StoryboardFile } from '../schema.ts'
import { branchOf } from '../walk-actions.ts'
import type { Finding } from './finding.ts'

/** What the reply holds so far. Only `texts` can be continued: by more texts, then by buttons. */
const fullness = ['nothing', 'texts', 'complete'] as const
type Reply = (typeof fullness)[number]

export function checkPrivateReply({ scenes }: StoryboardFile): Finding[] {
  return Object.entries(scenes).flatMap(([name, scene]) => {
    const kinds = (scene.on ?? []).map((trigger) => triggerKinds.find((kind) => trigger[kind] !== undefined))
    if (!kinds.some((kind) => kind === 'comment' || kind === 'visitor_post' || kind === 'edited')) return []
    return join(scene.do, { path: ['scenes', name, 'do'], reply: 'nothing' }).findings
  })
}

interface Joined {
  readonly reply: Reply
  readonly findings: readonly Finding[]
  /** The scene is left, or a question waits: the customer answers in Messenger, where there is no such limit. */
  readonly isOver: boolean
}

function join(actions: readonly Action[], { path, reply }: { path: Path; reply: Reply }): Joined {
  let joined: Joined = { reply, findings: [], isOver: false }
  for (const [index, action] of actions.entries()) {
    if (joined.isOver) return joined
    joined = joinOne(joined, { action, path: [...path, index] })
  }
  return joined
}

function joinOne(before: Joined, { action, path }: { action: Action; path: Path }): Joined {
  if ('if' in action) {
    const [then, otherwise] = (['then', 'else'] as const).map((branch) =>
      join(branchOf(action, branch) ?? [], { path: [...path, branch], reply: before.reply }),
    )
    const both = [then, otherwise].filter((one) => one !== undefined)
    return {
      reply:
        fullness.findLast((reply) => both.some((one) => !one.isOver && one.reply === reply)) ?? before.reply,
      findings: [...before.findings, ...both.flatMap(({ findings }) => findings)],
      isOver: both.every(({ isOver }) => isOver),
    }
  }
  const part = partOf(action)
  if (part === 'nothing') return { ...before, isOver: 'go' in action || 'hand_over' in action }
  const isLost = before.reply === 'complete' || (before.reply === 'texts' && part === 'alone')
  const finding = {
    path,
    message:
      'does not fit into the one private reply that Facebook allows for a comment and is not sent: remove it, or ask first',
    isWarning: true as const,
  }
  return {
    reply: part === 'texts' && before.reply !== 'complete' ? 'texts' : 'complete',
    findings: isLost ? [...before.findings, finding] : before.findings,
    isOver: 'ask' in action || 'verify' in action,
  }
}

function partOf(action: Action): 'nothing' | 'texts' | 'buttons' | 'alone' {
  if ('say' in action || 'reply_privately' in action)
    return action.buttons === undefined ? 'texts' : 'buttons'
  if ('ask' in action || 'verify' in action) return 'texts'
  if ('reply_publicly' in action) return 'nothing'
  return 'cards' in action || ['image', 'video', 'audio', 'file'].some((kind) => kind in action)
    ? 'alone'
    : 'nothing'
}
