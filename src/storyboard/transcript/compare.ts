/** Compares the actions of the bot, as a customer sees them, with those that a transcript expects. */
import type { Button, OutgoingMessage, ReplyAction } from '../../domain/reply.ts'
import type { BotDoes } from './schema.ts'

/** One action of the bot. `verb` is the key of the action in a storyboard. */
export interface Seen {
  readonly verb: string
  readonly text: string
  readonly quickReplies: readonly string[]
  readonly buttons: readonly string[]
  readonly taps: readonly Tap[]
  readonly note?: string
  /** Of moderation, which does the action. */
  readonly rule?: string
}

export interface Tap {
  readonly title: string
  readonly payload?: string
  readonly isQuickReply: boolean
}

export function seenOf(action: ReplyAction): Seen {
  const nothing = { quickReplies: [], buttons: [], taps: [] }
  if (action.do === 'say') return seenMessage('say', action.message)
  if (action.do === 'private_reply') return seenMessage('reply_privately', action.message)
  if (action.do === 'comment') return { verb: 'reply_publicly', text: action.text, ...nothing }
  if (action.do === 'hand_over') {
    return {
      verb: 'hand_over',
      text: action.to,
      ...(action.metadata === undefined ? {} : { note: action.metadata }),
      ...nothing,
    }
  }
  const rule = 'rule' in action && action.rule !== undefined ? { rule: action.rule } : {}
  return { verb: action.do, text: 'true', ...rule, ...nothing }
}

function seenMessage(verb: string, { text, attachment, quick_replies: replies = [] }: OutgoingMessage): Seen {
  const quickTaps = replies.map((reply) =>
    reply.content_type === 'text'
      ? { title: reply.title, payload: reply.payload, isQuickReply: true }
      : { title: reply.content_type === 'user_email' ? '(e-mail)' : '(phone)', isQuickReply: true },
  )
  const payload = attachment?.payload
  const quickReplies = quickTaps.map(({ title }) => title)
  if (attachment === undefined || payload === undefined) {
    return { verb, text: text ?? '', quickReplies, buttons: [], taps: quickTaps }
  }
  if ('url' in payload)
    return { verb: attachment.type, text: payload.url, quickReplies, buttons: [], taps: quickTaps }
  const buttons =
    payload.template_type === 'button'
      ? payload.buttons
      : payload.elements.flatMap((card) => card.buttons ?? [])
  return {
    verb: payload.template_type === 'button' ? verb : 'cards',
    text:
      payload.template_type === 'button'
        ? payload.text
        : payload.elements.map(({ title }) => title).join(' | '),
    quickReplies,
    buttons: buttons.map(titleOf),
    taps: [...quickTaps, ...buttons.map(toTap)],
  }
}

function toTap(button: Button): Tap {
  const payload = button.type === 'postback' ? { payload: button.payload } : {}
  return { title: titleOf(button), ...payload, isQuickReply: false }
}

function titleOf(button: Button): string {
  if (button.type === 'account_link') return '(log in)'
  return button.type === 'account_unlink' ? '(log out)' : button.title
}

interface Compared {
  readonly expected: readonly string[]
  readonly actual: readonly string[]
}

/**
 * Lines of both, equal where they agree. Parts that a transcript leaves out (quick replies, a note) may be anything.
 */
export function compareBot(expected: readonly BotDoes[], actual: readonly Seen[]): Compared {
  const pairs = Array.from({ length: Math.max(expected.length, actual.length) }, (_, index) =>
    comparePair(expected[index], actual[index]),
  )
  return { expected: pairs.flatMap((pair) => pair.expected), actual: pairs.flatMap((pair) => pair.actual) }
}

function comparePair(expected: BotDoes | undefined, actual: Seen | undefined): Compared {
  const wanted = expected === undefined ? undefined : toExpectation(expected)
  const actualLines = actual === undefined ? [] : describeSeen(narrow(actual, wanted))
  if (wanted === undefined) return { expected: [], actual: actualLines }
  const text =
    actual !== undefined && wanted.texts.includes(actual.text) ? actual.text : (wanted.texts[0] ?? '')
  const expectedLines = describeSeen({
    verb: wanted.verb,
    text,
    quickReplies: wanted.quickReplies ?? [],
    buttons: wanted.buttons ?? [],
    taps: [],
    ...(wanted.note === undefined ? {} : { note: wanted.note }),
    ...(wanted.rule === undefined ? {} : { rule: wanted.rule }),
  })
  return { expected: expectedLines, actual: actualLines }
}

interface Expectation {
  readonly verb: string
  readonly texts: readonly string[]
  readonly quickReplies?: readonly string[] | undefined
  readonly buttons?: readonly string[] | undefined
  readonly note?: string | undefined
  readonly rule?: string | undefined
}

function toExpectation(does: BotDoes): Expectation {
  if (typeof does === 'string') return { verb: 'say', texts: [does] }
  const [verb = '', value] =
    Object.entries(does).find(([key]) => !/^(?:quick_replies|buttons|note|rule)$/.test(key)) ?? []
  return {
    verb,
    texts: textsOf(value),
    quickReplies: 'quick_replies' in does ? does.quick_replies : undefined,
    buttons: 'buttons' in does ? does.buttons : undefined,
    note: 'note' in does ? does.note : undefined,
    rule: 'rule' in does ? does.rule : undefined,
  }
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return [value.join(' | ')]
  if (typeof value === 'object' && value !== null && 'any_of' in value && Array.isArray(value.any_of)) {
    return value.any_of.map((text) => String(text).trim())
  }
  return [String(value).trim()]
}

function narrow(seen: Seen, wanted: Expectation | undefined): Seen {
  if (wanted === undefined) return seen
  const { note, rule, ...rest } = seen
  return {
    ...rest,
    quickReplies: wanted.quickReplies === undefined ? [] : seen.quickReplies,
    buttons: wanted.buttons === undefined ? [] : seen.buttons,
    ...(wanted.note === undefined || note === undefined ? {} : { note }),
    ...(wanted.rule === undefined || rule === undefined ? {} : { rule }),
  }
}

export function describeSeen({ verb, text, quickReplies, buttons, note, rule }: Seen): string[] {
  return [
    ...text.split('\n').map((line, index) => (index === 0 ? `bot: ${verb}: ${line}` : `       ${line}`)),
    ...(quickReplies.length === 0 ? [] : [`     quick replies: ${quickReplies.join(' | ')}`]),
    ...(buttons.length === 0 ? [] : [`     buttons: ${buttons.join(' | ')}`]),
    ...(note === undefined ? [] : [`     note: ${note}`]),
    ...(rule === undefined ? [] : [`     rule: ${rule}`]),
  ]
}
