/** A trigger in words. */
import type { Trigger } from '../schema/triggers.ts'
import type { StoryboardFile } from '../schema.ts'
import { readCondition, type Reader, toWords } from './readable.ts'

export interface TriggerWords {
  /** One or two words: writes, taps, comment … */
  readonly label: string
  readonly text: string
}

export function describeTrigger(
  trigger: Trigger,
  { definition, reader }: { readonly definition: StoryboardFile; readonly reader: Reader },
): TriggerWords {
  const { label, what } = eventOf(trigger)
  const meaning = [
    what,
    trigger.keyword === undefined ? '' : `with ${someOf([trigger.keyword].flat())}`,
    trigger.intent === undefined ? '' : meaningOf([trigger.intent].flat(), definition),
    ...limitsOf(trigger, reader),
  ]
  return { label, text: meaning.filter((part) => part !== '').join(', ') }
}

function eventOf(trigger: Trigger): { readonly label: string; readonly what: string } {
  const { payload, ref, optin, attachment, reaction, rating } = trigger
  if (payload !== undefined) return { label: 'taps', what: list(payload) }
  if (ref !== undefined) return { label: 'link', what: `m.me link ${list(ref)}` }
  if (optin !== undefined) return { label: 'opts in', what: list(optin) }
  const other = lesserEventOf(trigger)
  if (other !== undefined) return other
  if (attachment !== undefined) return { label: 'sends', what: `${list(attachment)} without text` }
  if (reaction !== undefined)
    return { label: 'reacts', what: `${list(reaction)} to a ${trigger.of ?? 'message or post'}` }
  if (rating !== undefined) return { label: 'rates', what: rating === 'any' ? 'a recommendation' : rating }
  if (trigger.comment !== undefined) return { label: 'comment', what: levels[trigger.level ?? 'both'] }
  if (trigger.visitor_post !== undefined) return { label: 'post', what: 'on the wall of the Page' }
  if (trigger.mention !== undefined) return { label: 'mention', what: 'of the Page elsewhere' }
  return { label: 'writes', what: trigger.message === undefined ? '' : 'anything else' }
}

function lesserEventOf(trigger: Trigger): ReturnType<typeof eventOf> | undefined {
  const { ad, lead, optin_stopped: stopped, optin_resumed: resumed, sticker, unsupported, edited } = trigger
  if (ad !== undefined) return { label: 'ad', what: `comes from ${ad === 'any' ? 'an ad' : list(ad)}` }
  if (lead !== undefined)
    return { label: 'lead', what: `completes ${lead === 'any' ? 'a lead form' : `lead form ${list(lead)}`}` }
  if (stopped !== undefined) return { label: 'stops', what: list(stopped) }
  if (resumed !== undefined) return { label: 'resumes', what: list(resumed) }
  if (sticker !== undefined)
    return { label: 'sends', what: sticker === 'any' ? 'a sticker' : `sticker ${list(sticker)}` }
  if (unsupported !== undefined) return { label: 'sends', what: 'what Facebook does not tell' }
  return edited === undefined
    ? undefined
    : { label: 'edits', what: edited === 'any' ? 'a text' : `a ${edited}` }
}

const levels = { post: 'on a post', reply: 'as a reply', both: 'below a post' } as const

function list(one: string | readonly string[]): string {
  return [one].flat().join(', ')
}

function someOf(words: readonly string[]): string {
  const shown = words.slice(0, 4).map((word) => `“${word}”`)
  return words.length > shown.length ? `${shown.join(', ')} …` : shown.join(', ')
}

function meaningOf(intents: readonly string[], { intents: all = {} }: StoryboardFile): string {
  const [only] = intents
  if (only === undefined || intents.length > 1) return `meaning ${intents.map(toWords).join(', ')}`
  const example = Object.hasOwn(all, only) ? all[only]?.[0] : undefined
  return example === undefined ? `meaning ${toWords(only)}` : `as in “${example}”`
}

function limitsOf({ page, post, when }: Trigger, reader: Reader): string[] {
  return [
    post === undefined ? '' : `only below post ${list(post)}`,
    page === undefined ? '' : `only on Page ${list(page)}`,
    when === undefined ? '' : `only if ${readCondition(when, reader)}`,
  ]
}
