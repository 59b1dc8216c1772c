/** docs/reference/insights.md, as it follows from the definitions of the numbers. */
import type { InsightDefinition } from '../src/db/console/insights/definition.ts'
import { insightDefinitions } from '../src/db/console/insights/definitions.ts'
import { type Clock, tablesSql } from '../src/db/console/insights/insight-sql.ts'
import { rowsSql } from '../src/db/console/insights/read-rows.ts'

export const documentUrl = new URL('../docs/reference/insights.md', import.meta.url)

const introduction = `# Insights

The numbers of the console, and the SQL that counts each of them from the tables. This page is generated from
[the definitions](../../src/db/console/insights/definitions.ts) by \`npm run docs:insights\`. Do not edit it by hand.

The console shows the same numbers from \`insightHour\`. It counts that table with the same SQL, an hour at a time. A test
holds both equal. You may empty the table: the console then counts it again.

**Parameters.** Put your values in place of the names, or copy the SQL from the console: there they are filled in.

- \`:from\` and \`:to\`: milliseconds since 1970, UTC, on whole hours. \`:to\` is not part of the period.
- \`:pageId\`: the id of a Page, or \`'all'\`.
- \`:language\`: the language of the text, for example \`'de'\`, or \`'all'\`. Texts without a turn have none.
- \`:shiftMs\`: what your clock is ahead of UTC, in milliseconds: \`3600000\` for Berlin in winter, \`0\` for UTC.

The SQL below counts by day. Days begin at midnight by \`:shiftMs\`. Where clocks change within the period, the SQL in the
console has the change in it. An hour that a clock shows twice is one slot. In a zone with a half hour, such as India,
days and hours begin at half past.

The SQL of the rows has more parameters:

- \`:kind\`: a kind of the number, or \`'*'\`.
- \`:beforeMs\` and \`:beforeId\`: only older rows. Give \`:to\` and \`0\` for the latest.
- \`:most\`: how many rows.

**Limits.** A number knows what the tables hold. Turns that \`PAGEBEAT_TURN_DAYS\` removed no longer count. Customers who
were forgotten no longer count, either. Events without any time do not count. The hour that runs, and the one before,
are brought up to date within five seconds. Older hours that change are so within a minute. A sweep through all days
finds the rest, such as customers who were merged.
`

const byDay: Clock = { by: 'day', shift: () => ':shiftMs' }

export function insightDocument(): string {
  return [introduction, ...insightDefinitions.map(section)].join('\n')
}

function section(definition: InsightDefinition): string {
  const { name, says, columns, kinds, hasLanguage } = definition
  const lines = [
    `## ${name}`,
    '',
    ...wrap(`${says}${hasLanguage ? '' : ' It has no filter by language.'}`),
    '',
    ...columns.map((column) => `- \`${column.name}\`: ${column.says}.`),
    ...(kinds === undefined ? [] : ['', 'Kinds:', '', ...Object.entries(kinds).map(kindLine)]),
    '',
    '```sql',
    `${tablesSql(definition, byDay)};`,
    '```',
    '',
    'The rows behind it:',
    '',
    '```sql',
    `${rowsSql(definition)};`,
    '```',
    '',
  ]
  return lines.join('\n')
}

const longestLine = 118

function wrap(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim()
    if (line.length > longestLine) lines.push(word)
    else lines[lines.length - 1] = line
  }
  return lines
}

function kindLine([kind, says]: readonly [string, string]): string {
  return `- \`${kind}\`: ${says}.`
}
