/**
 * Acts that Facebook may refuse for good. What depends on the outcome is a part of the same reply with `onlyIf`: the
 * worker does or skips it when the outcome is known.
 */
import { contentActs, type OnlyIf } from '../../domain/reply.ts'
import { platformLimits } from '../platform-limits.ts'
import type { ActAction, Action, HandOverAction, ReplyPrivatelyAction } from '../schema/actions.ts'
import { fit } from '../texts.ts'
import { addAction, rendered, type Run, textOf } from './run.ts'
import { comment, replyPublicly, say } from './say.ts'

/** `remedy` performs the actions of `on_failure`. */
export async function performAct(
  run: Run,
  { action, remedy }: { action: ActAction; remedy: (actions: readonly Action[]) => Promise<unknown> },
): Promise<void> {
  const step = addAct(run, action)
  const { on_failure: remedies } = action
  if (step === undefined) {
    // Nothing private is possible here, as after a rating.
    if ('reply_privately' in action && !run.isThread && remedies !== undefined) await remedy(remedies)
    return
  }
  if ('reply_privately' in action) {
    const text = action.then_public === undefined ? undefined : textOf(run, action.then_public)
    if (text !== undefined) await depending(run, { step, is: 'accepted' }, () => comment(run, { text }))
  }
  if (remedies !== undefined) await depending(run, { step, is: 'refused' }, () => remedy(remedies))
}

/** The place of the act in the reply; undefined: it is not possible for this turn. */
function addAct(run: Run, action: ActAction): number | undefined {
  const before = run.actions.length
  if ('reply_privately' in action) return sayPrivately(run, action)
  if ('reply_publicly' in action) replyPublicly(run, action)
  else if ('block' in action) addAction(run, { do: 'block' })
  else if ('hand_over' in action) handOver(run, action)
  else actOnContent(run, action)
  return run.actions.length > before ? before : undefined
}

/** Texts of one scene are joined into one private reply, which may be an earlier part. In Messenger it is a message. */
function sayPrivately(run: Run, action: ReplyPrivatelyAction): number | undefined {
  const before = run.actions.length
  say(run, action)
  const isSame = ({ do: verb, onlyIf }: Run['actions'][number]) =>
    verb === (run.isThread ? 'say' : 'private_reply') && onlyIf === run.onlyIf
  const step = run.actions.findLastIndex(isSame)
  return step < 0 || (run.isThread && step < before) ? undefined : step
}

function actOnContent(run: Run, action: Exclude<ActAction, HandOverAction>): void {
  const act = contentActs.find((verb) => verb in action)
  const { kind } = run.input.turn
  const isThere =
    act === 'delete'
      ? kind === 'comment' || kind === 'edited_comment'
      : !run.isThread && kind !== 'post_reaction'
  if (act !== undefined && isThere) addAction(run, { do: act })
}

function handOver(run: Run, { hand_over: to, note }: HandOverAction): void {
  const metadata = note === undefined ? undefined : rendered(run, note)
  addAction(run, {
    do: 'hand_over',
    to,
    ...(metadata === undefined ? {} : { metadata: fit(metadata, platformLimits.payload) }),
  })
}

/** What `work` adds to the reply depends on an earlier part. The customer may not see it, so it discloses nothing. */
async function depending(run: Run, onlyIf: OnlyIf, work: () => unknown): Promise<void> {
  const { onlyIf: outer, context } = run
  run.onlyIf = onlyIf
  await work()
  run.onlyIf = outer
  if (context.told === undefined) run.context = { ...run.context, told: undefined }
}
