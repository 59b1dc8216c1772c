/** Actions that show something to the customer. */
import type { OutgoingMessage } from '../../domain/reply.ts'
import { platformLimits as limits } from '../platform-limits.ts'
import type { ReplyPrivatelyAction, ReplyPubliclyAction } from '../schema/actions.ts'
import type { QuickReplySpec } from '../schema/messages.ts'
import type { CardsAction, MediaAction, SayAction } from '../schema/says.ts'
import { fit } from '../texts.ts'
import { emitMessage } from './emit.ts'
import { addressOf, toButtons, toCards, toQuickReplies } from './message-parts.ts'
import { addAction, type Run, textOf } from './run.ts'

export function say(run: Run, action: SayAction | ReplyPrivatelyAction): void {
  const text = textOf(run, 'say' in action ? action.say : action.reply_privately)
  if (text === undefined) return
  const buttons = toButtons(run, action.buttons ?? [])
  if (buttons.length === 0) {
    emitMessage(run, { text: fit(text, limits.text), ...repliesOf(run, action.quick_replies) })
    return
  }
  const payload = { template_type: 'button', text: fit(text, limits.buttonText), buttons } as const
  emitMessage(run, { attachment: { type: 'template', payload } })
}

export function sendMedia(run: Run, action: MediaAction): void {
  const type =
    'image' in action ? 'image' : 'video' in action ? 'video' : 'audio' in action ? 'audio' : 'file'
  const source =
    'image' in action
      ? action.image
      : 'video' in action
        ? action.video
        : 'audio' in action
          ? action.audio
          : action.file
  const url = addressOf(run, source)
  if (url === undefined) return
  emitMessage(run, { attachment: { type, payload: { url } }, ...repliesOf(run, action.quick_replies) })
}

export function showCards(run: Run, action: CardsAction): void {
  const elements = toCards(run, action.cards)
  if (elements.length === 0) return
  emitMessage(run, {
    attachment: { type: 'template', payload: { template_type: 'generic', elements } },
    ...repliesOf(run, action.quick_replies),
  })
}

function repliesOf(run: Run, specs: readonly QuickReplySpec[] = []): Pick<OutgoingMessage, 'quick_replies'> {
  const replies = toQuickReplies(run, specs)
  return replies.length === 0 ? {} : { quick_replies: replies }
}

export function replyPublicly(run: Run, action: ReplyPubliclyAction): void {
  const text = textOf(run, action.reply_publicly)
  const image = addressOf(run, action.image)
  if (text !== undefined) comment(run, { text, ...(image === undefined ? {} : { image }) })
}

/**
 * Adds a public reply with the note that a bot wrote it, where the turn is about something that can be commented on.
 */
export function comment(run: Run, { text, image }: { readonly text: string; readonly image?: string }): void {
  if (run.isThread || run.input.turn.kind === 'post_reaction') return
  const { public_note: note } = run.definition.bot
  const below = note === undefined ? undefined : textOf(run, note)
  const ending = below === undefined ? '' : `\n${fit(below, 500)}`
  addAction(run, {
    do: 'comment',
    text: `${fit(text, limits.comment - ending.length)}${ending}`,
    ...(image === undefined ? {} : { attachmentUrl: image }),
  })
}
