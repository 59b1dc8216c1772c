/** A transcript as a chat for the drawing. */
import { sceneOfPayload } from '../payloads.ts'
import type { BotDoes, CustomerActs, Transcript, TranscriptStep } from '../transcript/schema.ts'
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
}

export function toDialogue({ title, about, steps }: Transcript): Dialogue {
  return { title, ...(about === undefined ? {} : { about }), turns: steps.flatMap(toTurns) }
}

function toTurns(step: TranscriptStep): DialogueTurn[] {
  if ('person' in step) {
    const { person, refused = [] } = step
    return [ofCustomer(person), ...refused.map((act) => note(`Facebook refuses: ${toWords(act)}`))]
  }
  if ('bot' in step)
    return step.bot === 'nothing' ? [note('no reply, on purpose')] : [step.bot].flat().map(ofBot)
  if ('wait' in step) return [note(`${step.wait} later`)]
  return 'hubs' in step ? [note("from now on the brand's own service gives another response")] : []
}

function ofCustomer(acts: CustomerActs): DialogueTurn {
  if (typeof acts === 'string') return customer(acts)
  if ('tap' in acts) return customer(acts.tap, 'taps')
  if ('payload' in acts)
    return customer(toWords(sceneOfPayload(acts.payload) ?? acts.payload), 'taps a button or the menu')
  if ('optin' in acts) return customer(acts.optin, 'opts in')
  if ('attachment' in acts) return customer(acts.attachment, 'sends')
  if ('ref' in acts) return customer(acts.ref, 'opens an m.me link')
  if ('comment' in acts)
    return customer(acts.comment, acts.level === 'reply' ? 'reply to a comment' : 'comment below a post')
  if ('visitor_post' in acts) return customer(acts.visitor_post, 'post on the Page')
  if ('mention' in acts) return customer(acts.mention, 'mention of the Page elsewhere')
  if ('reaction' in acts) return customer(acts.reaction, `reacts to a ${acts.of}`)
  const verdict = acts.rating === 'positive' ? 'recommends the Page' : 'does not recommend the Page'
  return customer(acts.text ?? '…', verdict)
}

function customer(text: string, where?: string): DialogueTurn {
  return { who: 'customer', text, ...(where === undefined ? {} : { where }) }
}

function ofBot(does: BotDoes): DialogueTurn {
  if (typeof does === 'string') return { who: 'bot', text: does }
  const taps = tapsOf(does)
  const bot = (text: string, where?: string): DialogueTurn => ({
    who: 'bot',
    text,
    ...(where === undefined ? {} : { where }),
    ...(taps.length === 0 ? {} : { taps }),
  })
  if ('say' in does) return bot(oneOf(does.say))
  if ('reply_publicly' in does) return bot(oneOf(does.reply_publicly), 'public reply')
  if ('reply_privately' in does) return bot(oneOf(does.reply_privately), 'private reply in Messenger')
  if ('cards' in does) return bot(does.cards.join(' · '), 'cards')
  if ('image' in does) return bot(does.image, 'picture')
  if ('video' in does) return bot(does.video, 'video')
  if ('audio' in does) return bot(does.audio, 'audio')
  if ('file' in does) return bot(does.file, 'file')
  if ('hide' in does) return note('the comment is hidden')
  if ('unhide' in does) return note('the comment is shown again')
  if ('delete' in does) return note('the comment is deleted')
  if ('like' in does) return note('the comment is liked')
  if ('block' in does) return note('the customer is blocked')
  return note('an agent takes over')
}

function tapsOf(does: Exclude<BotDoes, string>): string[] {
  const replies = 'quick_replies' in does ? (does.quick_replies ?? []) : []
  const buttons = 'buttons' in does ? (does.buttons ?? []) : []
  return [...replies, ...buttons]
}

function oneOf(words: string | { readonly any_of: readonly string[] }): string {
  return typeof words === 'string' ? words : (words.any_of[0] ?? '')
}

function note(text: string): DialogueTurn {
  return { who: 'note', text }
}
