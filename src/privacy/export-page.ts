/** Parts of the page of an export: no script, no network, everything escaped. */
import { escape } from '../storyboard/draw/escape.ts'
import { reviewStyle } from '../storyboard/draw/review-style.ts'

export interface ShownStore {
  readonly name: string
  readonly title: string
}

export type ShownRow = Readonly<Record<string, string | number | null>>

export function startOfPage(pId: string, madeTs: number, stores: readonly ShownStore[]): string {
  const title = `What is stored about ${pId}`
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="robots" content="noindex"><title>${escape(title)}</title><style>${reviewStyle}td{overflow-wrap:anywhere}</style></head><body>`,
    `<a class="skip" href="#${escape(stores[0]?.name ?? '')}">To the content</a><header><h1>${escape(title)}</h1>`,
    `<p class="soft">Made on ${escape(new Date(madeTs).toISOString())}. Times are UTC.</p>`,
    `<nav aria-label="On this page">${stores.map(({ name, title: of }) => `<a href="#${escape(name)}">${escape(of)}</a>`).join(' ')}</nav></header>`,
    '<main>\n',
  ].join('\n')
}

export function startOfStore({ name, title }: ShownStore): string {
  return `<section id="${escape(name)}" aria-labelledby="${escape(name)}-heading"><h2 id="${escape(name)}-heading">${escape(title)}</h2>\n`
}

/** What a reader looks for first. */
const first = ['ts', 'direction', 'interactionType', 'text', 'message', 'name']
/** JSON of programs: it is folded away. */
const raw: ReadonlySet<string> = new Set([
  'action',
  'attachments',
  'context',
  'facts',
  'metaRaw',
  'raw',
  'understanding',
  'valueRaw',
])

/** A row as a small table of names and values. Empty values are left out. */
export function rowOfPage(row: ShownRow): string {
  const cells = Object.entries(row)
    .filter(([, value]) => value !== null && value !== '')
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
    .map(
      ([name, value]) =>
        `<tr><th scope="row">${escape(name)}</th><td>${cellOf(name, String(value))}</td></tr>`,
    )
  return `<div class="wide"><table><tbody>${cells.join('')}</tbody></table></div><br>\n`
}

function placeOf(name: string): number {
  const place = first.indexOf(name)
  return raw.has(name) ? 2_000 : place < 0 ? 1_000 : place
}

function cellOf(name: string, value: string): string {
  return raw.has(name)
    ? `<details><summary>JSON</summary><code>${escape(value)}</code></details>`
    : escape(value)
}

export function endOfStore(rows: number): string {
  return rows === 0 ? '<p class="soft">Nothing.</p></section>\n' : '</section>\n'
}

export const endOfPage = '</main></body></html>\n'
