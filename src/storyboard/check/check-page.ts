/** What is published as it stands holds no template: Facebook would show its braces to everyone. */
import type { Path } from '../document.ts'
import type { StoryboardFile } from '../schema.ts'
import type { Finding } from './finding.ts'

/** What Facebook itself fills in, in a greeting only. */
const placeholders = ['{{user_first_name}}', '{{user_last_name}}', '{{user_full_name}}']

export function checkPage({ page = {} }: StoryboardFile): Finding[] {
  return textsBelow(page, ['page']).flatMap(({ text, path }) => {
    const isGreeting = path[1] === 'greeting'
    const rest = isGreeting ? placeholders.reduce((left, one) => left.replaceAll(one, ''), text) : text
    if (!/\{\{|\{%/.test(rest)) return []
    const message = isGreeting
      ? `holds a template, which is shown as it stands: Facebook fills in ${placeholders.join(', ')} only`
      : 'holds a template, which is published as it stands: write what it is to be'
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
