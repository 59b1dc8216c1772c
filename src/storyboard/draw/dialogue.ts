/** A played transcript as a chat for the drawing. */
import { sceneOfPayload } from '../payloads.ts'
import type { Seen } from '../transcript/compare.ts'
import type { DialogueLine, PlayedTranscript } from '../transcript/play.ts'
import type { CustomerActs } from '../transcript/schema.ts'
import { toWords } from './readable.ts'

export interface Dialogue {
  readonly title: string
  readonly about?: string
  readonly turns: readonly DialogueTurn[]
}

export interface DialogueTurn {
  readonly who: 'customer' | 'bot' | 'note'
  readonly text: string
  /** Where it is said, if not in the chat: comment, public reply, private reply … */
  readonly where?: string
  /** Quick replies and buttons below it. */
  readonly taps?: readonly string[]
  /** It is not as the transcript says. */
  readonly isWrong?: boolean
}

export function toDialogue({ title, about, dialogue }: PlayedTranscript): Dialogue {
  return { title, ...(about === undefined ? {} : { about }), turns: dialogue.map(toTurn) }
}

function toTurn(line: DialogueLine): DialogueTurn {
  if (line.who === 'customer') {
    const turn = ofCustomer(line.acts)
    return line.impossible === undefined
      ? turn
      : { ...turn, where: `not possible: ${line.impossible}`, isWrong: true }
  }
  if (line.who === 'missing')
    return {
      ...note(`the transcript says: ${line.lines.map((one) => one.replace(/^bot: /, '').trim()).join(' ')}`),
      isWrong: true,
    }
  const turn = line.who === 'note' ? note(line.text) : ofBot(line.seen)
  return line.differs ? { ...turn, isWrong: true } : turn
}

function ofCustomer(acts: CustomerActs): DialogueTurn {
  if (typeof acts === 'string') return customer(acts)
  if ('burst' in acts) return customer(acts.burst.join(' · '), 'in quick succession')
  if ('tap' in acts) return customer(acts.tap, 'taps')
  if ('payload' in acts)
    return customer(toWords(sceneOfPayload(acts.payload) ?? acts.payload), 'taps a button or the menu')
  if ('optin' in acts) return customer(acts.optin, 'opts in')
  if ('optin_stopped' in acts) return customer(acts.optin_stopped, 'stops these messages')
  if ('optin_resumed' in acts) return customer(acts.optin_resumed, 'takes up these messages again')
  if ('sticker' in acts) return customer(acts.sticker === 'like' ? '👍' : acts.sticker, 'sticker')
  if ('unsupported' in acts) return customer('…', 'sends what Facebook does not tell')
  if ('lead' in acts) return customer(Object.values(acts.lead).join(' · '), 'completes a lead form')
  if ('ad' in acts) return customer(acts.text ?? acts.title ?? acts.ad, 'comes from an ad')
  if ('edited' in acts) return customer(acts.edited, `edits a ${acts.of}`)
  if ('comment' in acts) return customer(withAttachment(acts), whereOf(acts.level))
  if ('attachment' in acts) return customer(acts.attachment, 'sends')
  if ('ref' in acts)
    return 'text' in acts
      ? customer(acts.text, `by the link ${acts.ref}`)
      : customer(acts.ref, 'opens an m.me link')
  if ('visitor_post' in acts) return customer(acts.visitor_post, 'post on the Page')
  if ('mention' in acts) return customer(acts.mention, 'mention of the Page elsewhere')
  if ('reaction' in acts) return customer(acts.reaction, `reacts to a ${acts.of}`)
  const verdict = acts.rating === 'positive' ? 'recommends the Page' : 'does not recommend the Page'
  return customer(acts.text ?? '…', verdict)
}

function whereOf(level: 'post' | 'reply' | undefined): string {
  return level === 'reply' ? 'reply to a comment' : 'comment below a post'
}

function withAttachment({ comment, attachment }: { comment: string; attachment?: string | undefined }) {
  return [comment, attachment === undefined ? '' : `(${attachment})`].filter((part) => part !== '').join(' ')
}

function customer(text: string, where?: string): DialogueTurn {
  return { who: 'customer', text, ...(where === undefined ? {} : { where }) }
}

const places: Readonly<Record<string, string>> = {
  reply_publicly: 'public reply',
  reply_privately: 'private reply in Messenger',
  cards: 'cards',
  image: 'picture',
  video: 'video',
  audio: 'audio',
  file: 'file',
}

const done: Readonly<Record<string, string>> = {
  hide: 'the comment is hidden',
  unhide: 'the comment is shown again',
  delete: 'the comment is deleted',
  like: 'the comment is liked',
  block: 'the customer is blocked',
  hand_over: 'an agent takes over',
}

function ofBot({ verb, text, quickReplies, buttons, rule }: Seen): DialogueTurn {
  const act = done[verb]
  if (act !== undefined) return note(rule === undefined ? act : `${act} by the rule “${toWords(rule)}”`)
  const where = places[verb]
  const taps = [...quickReplies, ...buttons]
  return {
    who: 'bot',
    text: verb === 'cards' ? text.replaceAll(' | ', ' · ') : text,
    ...(where === undefined ? {} : { where }),
    ...(taps.length === 0 ? {} : { taps }),
  }
}

function note(text: string): DialogueTurn {
  return { who: 'note', text }
}
