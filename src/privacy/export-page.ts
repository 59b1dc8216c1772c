/** Parts of the page of an export: no script, no network, everything escaped. */
import { escape } from '../storyboard/draw/escape.ts'
import { reviewStyle } from '../storyboard/draw/review-style.ts'
import { labels, wordOf } from './export-words.ts'

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
    `<meta name="robots" content="noindex"><title>${escape(title)}</title><style>${reviewStyle}${style}</style></head><body>`,
    `<a class="skip" href="#${escape(stores[0]?.name ?? '')}">To the content</a><header><h1>${escape(title)}</h1>`,
    `<p class="soft">Made on ${timeOf(madeTs)}. UTC is the time of London in winter. &ldquo;Technical details&rdquo; are what programs need. The file customer.json has the same rows, for programs.</p>`,
    `<nav aria-label="On this page">${stores.map(({ name, title: of }) => `<a href="#${escape(name)}">${escape(of)}</a>`).join(' ')}</nav></header>`,
    '<main>\n',
  ].join('\n')
}

export function startOfStore({ name, title }: ShownStore): string {
  return `<section id="${escape(name)}" aria-labelledby="${escape(name)}-heading"><h2 id="${escape(name)}-heading">${escape(title)}</h2>\n`
}

export const endOfStore = '</section>\n'

/** `empty` are the stores without a row. */
export function endOfPage(empty: readonly ShownStore[]): string {
  const list = empty.map(({ name, title }) => `<li id="${escape(name)}">${escape(title)}</li>`)
  const section =
    list.length === 0
      ? ''
      : `<section aria-labelledby="nothing-heading"><h2 id="nothing-heading">Nothing is stored here</h2><ul>${list.join('')}</ul></section>`
  return `${section}</main></body></html>\n`
}

/** What a reader looks for first. */
const first = ['ts', 'direction', 'interactionType', 'text', 'message', 'name']
/** JSON of programs. */
const raw: ReadonlySet<string> = new Set([
  'action',
  'askedIntents',
  'attachments',
  'context',
  'facts',
  'metaRaw',
  'ownRaw',
  'raw',
  'understanding',
  'valueRaw',
])
/** They repeat another column, or only steer programs. */
const steering: ReadonlySet<string> = new Set([
  'appId',
  'attempts',
  'asks',
  'conversationId',
  'day',
  'decisions',
  'deliveredFlag',
  'echoMark',
  'epochTs',
  'eventDay',
  'field',
  'listLagMs',
  'hasProfile',
  'outboundId',
  'outcomeIfSent',
  'payload',
  'platformId',
  'questionEnd',
  'readFlag',
  'statusCode',
  'textSeq',
  'token',
  'tokenStatus',
  'published',
  'seq',
  'standby',
  'step',
  'timestamp',
  'turnId',
])

export interface PageWords {
  /** Names of Pages, by their id. */
  readonly pages: ReadonlyMap<string, string>
  /** The customer of the page: a row need not say it again. */
  readonly pId: string
}

/** A row as a small table of names and values, what programs need folded away. Empty values are left out. */
export function rowOfPage(row: ShownRow, words: PageWords): string {
  const cells = Object.entries({ ...saidIn(row), ...row })
    .filter(([, value]) => value !== null && value !== '')
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
  const isFolded = ([name, value]: (typeof cells)[number]) =>
    isTechnical(name) || (name === 'pId' && value === words.pId && 'channel' in row)
  const plain = cells.filter((cell) => !isFolded(cell))
  const technical = cells.filter(isFolded)
  const folded =
    technical.length === 0
      ? ''
      : `<details><summary>Technical details</summary>${tableOf(technical, (name) => name, words)}</details>`
  // A fact of the profile: a column and its value.
  const isFact = 'name' in row && 'value' in row
  const labelOf = (name: string) => (isFact && name === 'name' ? 'Of' : (labels[name] ?? name))
  const said = isFact
    ? plain.map(([name, value]) => [name, name === 'name' ? wordOfColumn(value) : value] as const)
    : plain
  const shown = said.length === 0 ? '' : tableOf(said, labelOf, words)
  return `<article>${shown}${folded}</article>\n`
}

function wordOfColumn(name: string | number | null): string {
  return labels[String(name)] ?? String(name)
}

/** What was said, of the JSON of a turn or of a message that was sent. */
function saidIn({ action, facts, text }: ShownRow): ShownRow {
  if (typeof text === 'string') return {}
  const said = [action, facts].flatMap((json) => (typeof json === 'string' ? textsOf(parsed(json)) : []))
  return said.length === 0 ? {} : { text: said.join('\n') }
}

/** Texts in the order in which they stand, with those of buttons. */
function textsOf(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(textsOf)
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([name, value]) =>
    typeof value === 'string' ? (name === 'text' || name === 'title' ? [value] : []) : textsOf(value),
  )
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined // the raw text is shown
  }
}

function placeOf(name: string): number {
  const place = first.indexOf(name)
  return place < 0 ? first.length : place
}

/** Keys and numbers of rows tell the customer nothing. So do times of programs, which have no label. */
function isTechnical(name: string): boolean {
  return (
    raw.has(name) ||
    steering.has(name) ||
    (name.endsWith('Ts') && !Object.hasOwn(labels, name)) ||
    /(?:Key|Hash|^id|^kwInteractionId|^mid|Mark|OriginPId|^originPId|^revokesId)$/.test(name)
  )
}

function tableOf(
  cells: readonly (readonly [name: string, value: string | number | null])[],
  labelOf: (name: string) => string,
  words: PageWords,
): string {
  const rows = cells.map(
    ([name, value]) =>
      `<tr><th scope="row">${escape(labelOf(name))}</th>${cellOf(name, String(value), words)}</tr>`,
  )
  return `<table><tbody>${rows.join('')}</tbody></table>`
}

/** The code of a value stays in its `title`. */
function cellOf(name: string, value: string, words: PageWords): string {
  const word = wordOf(name, value)
  if (word !== value) return `<td title="${escape(value)}">${escape(word)}</td>`
  return `<td>${contentOf(name, value, words)}</td>`
}

function contentOf(name: string, value: string, { pages }: PageWords): string {
  if (raw.has(name)) return `<code>${escape(value)}</code>`
  if (name === 'firstTs' && value === '0') return 'before events were counted'
  if (name === 'answers') return escape(answersOf(parsed(value)) ?? value)
  const page = name === 'pageId' ? pages.get(value) : undefined
  if (page !== undefined) return `${escape(page)} (${escape(value)})`
  const isTime = /(?:^ts|Ts|silentUntil|[wW]atermark)$/.test(name) && /^\d{13}$/.test(value)
  if (isTime) return timeOf(Number(value))
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return timeOf(Date.parse(value))
  return escape(value)
}

/** One line for each question of a lead form. */
function answersOf(answers: unknown): string | undefined {
  if (typeof answers !== 'object' || answers === null) return undefined
  return Object.entries(answers)
    .map(([question, said]) => `${question}: ${[said].flat().join(', ')}`)
    .join('\n')
}

/** `2026-11-28 14:03:00 UTC` */
function timeOf(ms: number): string {
  const iso = new Date(ms).toISOString()
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

const style = `
article { border: 1px solid var(--line); border-radius: 12px; margin: 0 0 14px; overflow: hidden; }
article table { min-width: 0; table-layout: fixed; }
article tr:first-child > * { border-top: 0; }
article th { width: 220px; font-size: 14px; color: var(--soft); white-space: normal; }
article th, article td { padding: 7px 14px; overflow-wrap: anywhere; }
article td { white-space: pre-line; }
summary { padding: 7px 14px; color: var(--soft); font-size: 14px; cursor: pointer; border-top: 1px solid var(--line); background: var(--card); }
@media (max-width: 600px) { article th, article td { display: block; width: auto; padding: 0 12px; border-top: 0; }
  article th { padding-top: 8px; } article td { padding-bottom: 8px; }
  article tr:not(:first-child) > th { border-top: 1px solid var(--line); } }
@media print { article { break-inside: avoid; } }
`
