/** Finds templates in the texts of the Messenger Profile: Facebook would show their braces to customers. */
import type { Path } from '../document.ts'
import type { StoryboardFile } from '../schema.ts'
import type { Finding } from './finding.ts'

/** The placeholders that Facebook fills in, in a greeting only. */
const placeholders = ['{{user_first_name}}', '{{user_last_name}}', '{{user_full_name}}']

export function checkPage({ page = {} }: StoryboardFile): Finding[] {
  return textsBelow(page, ['page']).flatMap(({ text, path }) => {
    const isGreeting = path[1] === 'greeting'
    const rest = isGreeting ? placeholders.reduce((left, one) => left.replaceAll(one, ''), text) : text
    if (!/\{\{|\{%/.test(rest)) return []
    const message = isGreeting
      ? `has a template, but Facebook shows it unchanged: a greeting can use only ${placeholders.join(', ')}`
      : 'has a template, but it is published unchanged: write the final text'
    return [{ path, message }]
  })
}

function textsBelow(value: unknown, path: Path): { readonly text: string; readonly path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }]
  if (typeof value !== 'object' || value === null) return []
  return Array.isArray(value)
    ? value.flatMap((inner, index) => textsBelow(inner, [...path, index]))
    : Object.entries(value).flatMap(([key, inner]) => textsBelow(inner, [...path, key]))
}
