import type { QuickReply } from '../../domain/reply.ts'
import { payloadOfChoice } from '../payloads.ts'
import { platformLimits as limits } from '../platform-limits.ts'
import type { AskAction } from '../schema/actions.ts'
import type { Choice } from '../schema/ask.ts'
import type { Text } from '../schema/names.ts'
import { fit } from '../texts.ts'
import { emitMessage } from './emit.ts'
import { addressOf, quickReply } from './message-parts.ts'
import { type Run, textOf } from './run.ts'

/** Asks with this text and the choices to tap. Whether the customer will see it. */
export function putQuestion(
  run: Run,
  { ask, text }: { readonly ask: AskAction; readonly text: Text },
): boolean {
  const question = textOf(run, text)
  if (question === undefined) return false
  const requested: QuickReply[] = ask.request
    ? [{ content_type: ask.type === 'email' ? 'user_email' : 'user_phone_number' }]
    : []
  const choices = (ask.choices ?? []).flatMap((choice, index) =>
    toChoice(run, { choice, slot: ask.ask, index }),
  )
  const replies = [...requested, ...choices].slice(0, limits.quickReplies)
  return emitMessage(run, {
    text: fit(question, limits.text),
    ...(replies.length === 0 ? {} : { quick_replies: replies }),
  })
}

function toChoice(
  run: Run,
  { choice, slot, index }: { readonly choice: Choice; readonly slot: string; readonly index: number },
): QuickReply[] {
  const title = textOf(run, typeof choice === 'string' ? choice : choice.title)
  const image = typeof choice === 'string' ? undefined : addressOf(run, choice.image_url)
  if (title === undefined) return []
  return [
    quickReply({ title, payload: payloadOfChoice(slot, index), ...(image === undefined ? {} : { image }) }),
  ]
}
