/** One self-contained page for the reviewers of Facebook's App Review: no script, no network, printable. */
import type { StoryboardFile } from '../schema.ts'
import { toBubbles } from './bubbles.ts'
import type { Dialogue } from './dialogue.ts'
import { escape } from './escape.ts'
import { findPermissions, type Permission } from './permissions.ts'
import { findPhrases, type LanguageOf, type Phrase } from './phrases.ts'
import { createReader, type Reader, readText } from './readable.ts'
import { reviewStyle } from './review-style.ts'
import { summarise } from './summary.ts'

interface Parts {
  readonly svg: string
  readonly dialogues: readonly Dialogue[]
  readonly languageOf?: LanguageOf
}

export function toReviewPage(definition: StoryboardFile, { svg, dialogues, languageOf }: Parts): string {
  const reader = createReader(definition)
  const title = `${definition.name}: how the Page replies`
  const sections: readonly (readonly [id: string, heading: string, content: string])[] = [
    ['what', 'What the bot does', aboutBot(definition, reader)],
    ['permissions', 'Permissions and their use', permissionTable(findPermissions(definition))],
    ['try', 'Try it', phraseTable(findPhrases(definition, reader, languageOf))],
    ['flow', 'The flow', picture(svg)],
    [
      'dialogues',
      'Example dialogues',
      dialogues.length === 0 ? '' : `<div class="chats">${toBubbles(dialogues)}</div>`,
    ],
  ]
  const shown = sections.filter(([, , content]) => content !== '')
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${escape(title)}</title><style>${reviewStyle}</style></head><body>`,
    `<a class="skip" href="#what">To the content</a><header><h1>${escape(title)}</h1>`,
    `<nav aria-label="On this page">${shown.map(([id, heading]) => `<a href="#${id}">${heading}</a>`).join(' ')}</nav></header>`,
    '<main>',
    ...shown.map(
      ([id, heading, content]) =>
        `<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>\n${content}\n</section>`,
    ),
    '</main></body></html>\n',
  ].join('\n')
}

function aboutBot(definition: StoryboardFile, reader: Reader): string {
  const { disclosure, name } = definition.bot
  const facts = summarise(definition).map((fact) => `<li>${escape(fact)}</li>`)
  return `<p>${escape(name)} says with its first reply to each customer:</p><blockquote>${escape(readText(disclosure, reader))}</blockquote><ul>${facts.join('')}</ul>`
}

function permissionTable(permissions: readonly Permission[]): string {
  const rows = permissions.map(
    ({ name, why, scenes }) =>
      `<tr><th scope="row"><code>${escape(name)}</code></th><td>${escape(why)}</td><td>${scenes.length === 0 ? 'setting up the Page' : escape(scenes.join(', '))}</td></tr>`,
  )
  return table(['Permission', 'Use', 'Seen in'], rows)
}

function phraseTable(phrases: readonly Phrase[]): string {
  const rows = phrases.map(
    ({ where, phrases: some, scene, outcome }) =>
      `<tr><td>${escape(where)}</td><td>${some.map((one) => `<q>${escape(one)}</q>`).join('<br>')}</td><td>${escape(outcome)}</td><td>${escape(scene)}</td></tr>`,
  )
  return rows.length === 0 ? '' : table(['Do this', 'With one of these', 'Result', 'Scene'], rows)
}

function table(heads: readonly string[], rows: readonly string[]): string {
  return `<div class="wide" tabindex="0" role="region" aria-label="${heads.join(', ')}"><table><thead><tr>${heads
    .map((head) => `<th scope="col">${head}</th>`)
    .join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}

function picture(svg: string): string {
  return `<div class="wide picture" tabindex="0" role="region" aria-label="Picture of the flow">${svg}</div>`
}
