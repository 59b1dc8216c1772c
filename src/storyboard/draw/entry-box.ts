/** The box of what a customer sees before the first message: greeting, Get Started, ice breakers, menu. */
import type { StoryboardFile } from '../schema.ts'
import { type Box, entryId, type Row } from './box.ts'
import { type Reader, readTemplate } from './readable.ts'
import { type Tap, targetOf } from './tap-target.ts'

export function entryBox(definition: StoryboardFile, reader: Reader): Box {
  const {
    greeting,
    get_started: start,
    ice_breakers: questions,
    persistent_menu: menu,
  } = definition.page ?? {}
  const rows: Row[] = []
  const tap = (label: string, { title, ...way }: Tap & { readonly title: string }) => {
    const to = targetOf(way, definition)
    rows.push({ label, text: title, tone: 'tap', depth: 0, ...(to === undefined ? {} : { to }) })
  }
  if (greeting !== undefined) {
    const source = typeof greeting === 'string' ? greeting : (greeting['default'] ?? '')
    rows.push({ label: 'greets', text: readTemplate(source, reader), tone: 'bot', depth: 0 })
  }
  if (start !== undefined) tap('button', { title: 'Get Started', ...start })
  const asked = Array.isArray(questions) ? questions : (questions?.['default'] ?? [])
  for (const { question, ...way } of asked) tap('question', { title: question, ...way })
  const items = Array.isArray(menu) ? menu : (menu?.['default'] ?? [])
  for (const item of items) tap('menu', item)
  return {
    id: entryId,
    kind: 'entry',
    title: 'Before the first message',
    about: 'What customers see when they open the chat.',
    rows,
  }
}
