/**
 * Adds messages to the reply as Facebook allows. In Messenger they follow each other. For a comment or a visitor's post
 * they are joined into one private reply. Elsewhere there are none. The first message says that a bot replies.
 */
import type { OutgoingMessage, ReplyAction } from '../../domain/reply.ts'
import type { TurnKind } from '../../domain/turn.ts'
import { platformLimits as limits } from '../platform-limits.ts'
import { fit } from '../texts.ts'
import { addAction, type Run, textOf } from './run.ts'

/** One private reply may follow a turn of these kinds. */
const privatelyAnswered: readonly TurnKind[] = ['comment', 'edited_comment', 'visitor_post', 'edited_post']

/** Whether the customer will see it. */
export function emitMessage(run: Run, message: OutgoingMessage): boolean {
  if (run.isThread) {
    disclose(run)
    addAction(run, { do: 'say', message })
    return true
  }
  if (!privatelyAnswered.includes(run.input.turn.kind)) return false
  const index = run.actions.findIndex(
    (action) => action.do === 'private_reply' && action.onlyIf === run.onlyIf,
  )
  const earlier = run.actions[index]
  if (earlier?.do === 'private_reply') {
    const both = joined(earlier.message, message)
    run.actions[index] = { ...earlier, message: both }
    return both !== earlier.message
  }
  addAction(run, { do: 'private_reply', message: withDisclosure(run, message) })
  return true
}

/** Adds a text, cut to the length that Facebook allows. */
export function emitText(run: Run, text: string | undefined): void {
  if (text !== undefined) emitMessage(run, { text: fit(text, limits.text) })
}

function disclose(run: Run): void {
  if (run.context.told) return
  run.context = { ...run.context, told: true }
  const text = textOf(run, run.definition.bot.disclosure)
  if (text !== undefined) addAction(run, { do: 'say', message: { text: fit(text, limits.text) } })
}

function withDisclosure(run: Run, message: OutgoingMessage): OutgoingMessage {
  if (run.context.told) return message
  const disclosure = textOf(run, run.definition.bot.disclosure)
  if (disclosure === undefined) return message
  const disclosed = mapText(message, (text, limit) => {
    const both = `${disclosure}\n\n${text}`
    return both.length <= limit ? both : text
  })
  if (disclosed !== message) run.context = { ...run.context, told: true }
  return disclosed
}

/** The message with a changed text; the message itself when nothing changes. */
function mapText(message: OutgoingMessage, change: (text: string, limit: number) => string): OutgoingMessage {
  if (message.text !== undefined) {
    const text = change(message.text, limits.text)
    return text === message.text ? message : { ...message, text }
  }
  const payload = message.attachment?.payload
  if (payload === undefined || !('template_type' in payload) || payload.template_type !== 'button')
    return message
  const text = change(payload.text, limits.buttonText)
  return text === payload.text
    ? message
    : { ...message, attachment: { type: 'template', payload: { ...payload, text } } }
}

/** Both texts, one under the other. When they cannot be joined, only the first message. */
function joined(first: OutgoingMessage, second: OutgoingMessage): OutgoingMessage {
  const { text, ...rest } = first
  if (text === undefined) return first
  if (second.text !== undefined) {
    return { ...first, ...second, text: fit(`${text}\n\n${second.text}`, limits.text) }
  }
  const both = mapText(second, (below, limit) => {
    const texts = `${text}\n\n${below}`
    return texts.length <= limit ? texts : below
  })
  return both === second ? first : { ...rest, ...both }
}

/**
 * Facebook hides quick replies at the next message, so the last ones of a turn move to its last message. A message that
 * depends on an outcome keeps its own.
 */
export function settleQuickReplies(actions: readonly ReplyAction[]): ReplyAction[] {
  const lastSay = actions.findLastIndex(isSaid)
  const replies = actions.filter(isSaid).findLast(({ message }) => message.quick_replies !== undefined)
    ?.message.quick_replies
  return actions.map((action, index) => {
    if (!isSaid(action)) return action
    const { quick_replies: _own, ...message } = action.message
    return index === lastSay && replies !== undefined
      ? { do: 'say', message: { ...message, quick_replies: replies } }
      : { do: 'say', message }
  })
}

function isSaid(action: ReplyAction): action is Extract<ReplyAction, { readonly do: 'say' }> {
  return action.do === 'say' && action.onlyIf === undefined && action.afterMs === undefined
}
