/** A comment gets one private reply: what a scene says in Messenger is joined, but not everything can be. */
import type { Path } from '../document.ts'
import type { Action } from '../schema/actions.ts'
import { triggerKinds } from '../schema/triggers.ts'
import type { StoryboardFile } from '../schema.ts'
import { branchOf } from '../walk-actions.ts'
import type { Finding } from './finding.ts'

/** What the reply is so far. To texts more texts can be joined, and buttons at their end; to all else nothing. */
type Reply = 'nothing' | 'texts' | 'complete'

export function checkPrivateReply({ scenes }: StoryboardFile): Finding[] {
  return Object.entries(scenes).flatMap(([name, scene]) => {
    const kinds = (scene.on ?? []).map((trigger) => triggerKinds.find((kind) => trigger[kind] !== undefined))
    if (!kinds.some((kind) => kind === 'comment' || kind === 'visitor_post')) return []
    return join(scene.do, { path: ['scenes', name, 'do'], reply: 'nothing' }).findings
  })
}

interface Joined {
  readonly reply: Reply
  readonly findings: readonly Finding[]
  /** The answer to a question comes in Messenger, where there is no such limit. */
  readonly isAsked: boolean
}

function join(actions: readonly Action[], { path, reply }: { path: Path; reply: Reply }): Joined {
  let joined: Joined = { reply, findings: [], isAsked: false }
  for (const [index, action] of actions.entries()) {
    if (joined.isAsked) return joined
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
      reply: both.find((one) => !one.isAsked)?.reply ?? before.reply,
      findings: [...before.findings, ...both.flatMap(({ findings }) => findings)],
      isAsked: both.every(({ isAsked }) => isAsked),
    }
  }
  const part = partOf(action)
  if (part === 'nothing') return before
  const isLost = before.reply === 'complete' || (before.reply === 'texts' && part === 'alone')
  const finding = {
    path,
    message: `cannot be joined into the one private reply that Facebook allows for a comment: a part is not sent, say less or ask first`,
    isWarning: true as const,
  }
  return {
    reply: part === 'texts' ? (before.reply === 'complete' ? 'complete' : 'texts') : 'complete',
    findings: isLost ? [...before.findings, finding] : before.findings,
    isAsked: 'ask' in action,
  }
}

function partOf(action: Action): 'nothing' | 'texts' | 'buttons' | 'alone' {
  if ('say' in action || 'reply_privately' in action)
    return action.buttons === undefined ? 'texts' : 'buttons'
  if ('ask' in action) return 'texts'
  if ('reply_publicly' in action) return 'nothing'
  return 'cards' in action || ['image', 'video', 'audio', 'file'].some((kind) => kind in action)
    ? 'alone'
    : 'nothing'
}
