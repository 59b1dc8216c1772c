/** The bot in a few sentences, for a reader who sees it for the first time. */
import type { StoryboardFile } from '../schema.ts'
import { walkActions } from '../walk-actions.ts'
import { toWords } from './readable.ts'

export function summarise(definition: StoryboardFile): string[] {
  const { languages = ['en'], scenes, intents = {}, fallback, bot, hubs = {}, moderation } = definition
  const placed = walkActions(definition).map(({ action }) => action)
  const kept = placed.flatMap((action) => ('set' in action ? Object.keys(action.set) : []))
  const columns = unique(kept.filter((key) => key.startsWith('profile.')).map((key) => toWords(key.slice(8))))
  const isHandedOver = placed.some((action) => 'hand_over' in action)
  const hasPublic = placed.some((action) => 'reply_publicly' in action)
  return [
    `It has ${count(Object.keys(scenes).length, 'scene')} and recognises ${count(Object.keys(intents).length, 'intent')}${Object.keys(intents).length === 0 ? '' : `: ${Object.keys(intents).map(toWords).join(', ')}`}.`,
    `It speaks ${languages.map(nameOfLanguage).join(', ')}.`,
    'In Messenger it writes only to customers who wrote or tapped within the last 24 hours. To a comment or post it replies in private once, within 7 days.',
    ...(hasPublic && bot.public_note !== undefined ? ['Its public replies are marked as automatic.'] : []),
    `When it does not understand a message, it says so, at most ${count(fallback.texts.length, 'time')} in a row.`,
    ...(moderation === undefined
      ? []
      : [
          `It ${actsOfRules(moderation).join(' or ')} comments that break one of ${count(Object.keys(moderation.rules).length, 'rule')}, unless it has replied to them.${actsOfRules(moderation).includes('hides') ? ' An operator can undo each rule that hides.' : ''}`,
        ]),
    ...(isHandedOver
      ? ['It hands over to an agent through the inbox of the Page, and is silent from then on.']
      : []),
    ...(columns.length === 0 ? [] : [`It stores these values of a customer: ${columns.join(', ')}.`]),
    ...(Object.keys(hubs).length === 0
      ? []
      : [
          `It asks the brand's own service (${Object.keys(hubs).join(', ')}) by signed requests, and says so when there is no response.`,
        ]),
    'Texts of customers are data: they are never run, and never shown to other customers.',
  ]
}

/** What the rules do: `hides`, `deletes`. */
export function actsOfRules(moderation: StoryboardFile['moderation']): string[] {
  return unique(Object.values(moderation?.rules ?? {}).map(({ act = 'hide' }) => `${act}s`)).toSorted(
    (a, b) => b.localeCompare(a),
  )
}

function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}

const inEnglish = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })

function nameOfLanguage(tag: string): string {
  return inEnglish.of(tag) ?? tag
}
