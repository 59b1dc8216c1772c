/** The keys as the page lists them: the name of their text, and the keys. */
import type { Texts } from '../texts/shape.ts'

export const shownKeys: readonly (readonly [keyof Texts['keys'], ...string[]])[] = [
  ['next', 'j', '↓'],
  ['previous', 'k', '↑'],
  ['open', 'Enter'],
  ['reply', 'r'],
  ['send', 'Enter'],
  ['undo', 'u'],
  ['saved', 's'],
  ['note', 'n'],
  ['takeOver', 't'],
  ['giveBack', 'b'],
  ['done', 'd'],
  ['assignMe', 'm'],
  ['message', 'e', '↑', '↓'],
  ['why', 'w'],
  ['customer', 'c'],
  ['search', '/'],
  ['goState', 'g …'],
  ['escape', 'Esc'],
  ['help', '?'],
]
