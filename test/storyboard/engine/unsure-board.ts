/** A storyboard that asks what a message means, and readings that make it ask. */
import type { Reply } from '../../../src/domain/reply.ts'
import type { Understanding } from '../../../src/domain/understanding.ts'
import type { AskedTurn } from '../../../src/storyboard/storyboard.ts'
import { conversation, storyboardWith } from '../small-storyboard.ts'

export const unsure = {
  question: { en: 'Is it one of these?', de: 'Ist es etwas davon?' },
  titles: {
    state: { en: 'My order', de: 'Meine Bestellung' },
    stop: { en: 'Cancel my order', de: 'Stornieren' },
    hours: { en: 'Opening hours', de: 'Öffnungszeiten' },
    greeting: { en: 'Just hello', de: 'Nur hallo' },
  },
  except: ['angry'],
}
export const parts = {
  languages: ['en', 'de'],
  intents: {
    state: ['where is my order', 'has it been sent', 'track my parcel'],
    stop: ['cancel my order', 'i do not want it', 'please cancel'],
    hours: ['when are you open', 'opening hours', 'are you open now'],
    greeting: ['hello there', 'good day', 'hi you'],
    angry: ['this is bad', 'i am angry', 'you are useless'],
  },
  entities: { number: { pattern: String.raw`\bN\d{3}\b` } },
  scenes: {
    state: {
      on: [{ intent: 'state' }],
      do: [
        { ask: 'number', question: 'Which number?', entity: 'number' },
        { say: 'State of {{ slots.number }}.' },
      ],
    },
    stop: {
      on: [{ intent: 'stop' }],
      do: [{ say: 'Cancelled{% if entities.number %} {{ entities.number }}{% endif %}.' }],
    },
    hours: { on: [{ intent: 'hours' }, { keyword: 'hours' }], do: [{ say: 'Nine to six.' }] },
    greeting: { on: [{ intent: 'greeting' }], do: [{ say: 'Hello!' }] },
    angry: { on: [{ intent: 'angry' }], do: [{ say: 'Sorry.' }] },
  },
}
export const board = storyboardWith({ ...parts, unsure })

export function refused(...alternatives: readonly (readonly [string, number])[]): Understanding {
  return {
    provider: 'local',
    version: '1',
    alternatives: alternatives.map(([name, confidence]) => ({ name, confidence })),
    entities: [{ name: 'number', value: 'N123', text: 'N123', confidence: 1 }],
    language: 'en',
  }
}
export const between = refused(['state', 0.38], ['stop', 0.34])
export const text = 'what about N123'

export function titles({ actions }: Reply): readonly string[] {
  return actions.flatMap((action) =>
    action.do === 'say'
      ? (action.message.quick_replies ?? []).map((one) =>
          one.content_type === 'text' ? `${one.title}=${one.payload}` : '',
        )
      : [],
  )
}

export function talk(earlier: AskedTurn | undefined = { text, understanding: between }, storyboard = board) {
  return conversation(storyboard, { findAskedTurn: async () => earlier })
}
