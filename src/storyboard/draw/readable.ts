/** Texts of a storyboard for readers: one language, one variant, and names of values instead of template code. */
import type { Label, Text } from '../schema/names.ts'
import type { StoryboardFile } from '../schema.ts'

export interface Reader {
  readonly language: string
  readonly known: Readonly<Record<string, string>>
}

export function createReader({ languages = ['en'], constants = {}, bot }: StoryboardFile): Reader {
  const entries = Object.entries(constants).map(([name, value]) => [`constants.${name}`, String(value)])
  return {
    language: languages[0] ?? 'en',
    known: Object.fromEntries([...entries, ['bot.name', bot.name]]),
  }
}

/** `Hello {{ profile.firstName | default: "there" }}!` becomes `Hello ‹first name›!`. */
export function readText(text: Text | Label, reader: Reader): string {
  return readTemplate(oneOf(text, reader.language), reader)
}

function oneOf(text: Text | Label, language: string): string {
  if (typeof text === 'string') return text
  if (Array.isArray(text)) return text[0] ?? ''
  const variants = text[language] ?? Object.values(text)[0] ?? ''
  return typeof variants === 'string' ? variants : (variants[0] ?? '')
}

/** A character from the private area of Unicode, which no text contains. */
const opening = '\u{E000}'

export function readTemplate(source: string, { known }: Reader): string {
  return source
    .replaceAll(opening, '')
    .replaceAll(/\{%-?\s*(\w*)[\s\S]*?%\}/g, (_, tag: string) => tags[tag] ?? '')
    .replaceAll(/\u{E000}\s*\/ /gu, '')
    .replaceAll(opening, '')
    .replaceAll(/\{\{-?\s*([\w.[\]]+)?[\s\S]*?\}\}/g, (_, name?: string) => nameOf(name, known))
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const tags: Readonly<Record<string, string>> = { case: opening, when: ' / ', else: ' / ', elsif: ' / ' }

function nameOf(name: string | undefined, known: Reader['known']): string {
  if (name === undefined) return '…'
  if (Object.hasOwn(known, name)) return known[name] ?? ''
  const last = name.split('.').at(-1) ?? name
  return `‹${toWords(last)}›`
}

/** `order_status`, `favoriteProduct`: as words. */
export function toWords(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
    .trim()
}

/** A condition with the values of its constants. */
export function readCondition(condition: string, { known }: Reader): string {
  return condition.replaceAll(/\b(?:constants|bot)\.\w+/g, (name) => known[name] ?? name)
}
