/** What a bot is and does, in sentences for somebody who sees it for the first time. */
import type { StoryboardFile } from '../schema.ts'
import { walkActions } from '../walk-actions.ts'
import { toWords } from './readable.ts'

export function summarise(definition: StoryboardFile): string[] {
  const { languages = ['en'], scenes, intents = {}, fallback, bot, hubs = {} } = definition
  const placed = walkActions(definition).map(({ action }) => action)
  const kept = placed.flatMap((action) => ('set' in action ? Object.keys(action.set) : []))
  const columns = unique(kept.filter((key) => key.startsWith('profile.')).map((key) => toWords(key.slice(8))))
  const isHandedOver = placed.some((action) => 'hand_over' in action)
  const hasPublic = placed.some((action) => 'reply_publicly' in action)
  return [
    `It knows ${count(Object.keys(scenes).length, 'scene')} and tells ${count(Object.keys(intents).length, 'wish', 'wishes')} apart: ${Object.keys(intents).map(toWords).join(', ') || 'none by their meaning'}.`,
    `It speaks ${languages.map(nameOfLanguage).join(', ')}.`,
    'It writes in Messenger only to people who wrote or tapped within the last 24 hours, and once in private to a comment or post within 7 days.',
    ...(hasPublic && bot.public_note !== undefined ? ['Its public replies are marked as automatic.'] : []),
    `When a message is not understood it says so, at most ${count(fallback.texts.length, 'time')} in a row.`,
    ...(isHandedOver ? ['It hands over to an agent, through the inbox, and is silent from then on.'] : []),
    ...(columns.length === 0 ? [] : [`With the answers that people give it keeps: ${columns.join(', ')}.`]),
    ...(Object.keys(hubs).length === 0
      ? []
      : [
          `It asks the brand's own service (${Object.keys(hubs).join(', ')}), over a signed call, and says so when that is silent.`,
        ]),
    'What people write is data: none of it is ever run, and none of it is shown to others.',
  ]
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
