/** docs/reference/graph-errors.md, as it follows from the error table. */
import type { GraphErrorRow } from '../src/facebook/graph/error-row.ts'
import { graphErrorTable } from '../src/facebook/graph/error-table.ts'

export const documentUrl = new URL('../docs/reference/graph-errors.md', import.meta.url)

const introduction = `# Errors of the Graph API

What Pagebeat does with each error that Facebook answers, by code and subcode: the texts change without notice, and the HTTP
status is no key either. This page is made from [the table](../../src/facebook/graph/error-table.ts); do not edit it by hand.

- **retry**: nothing was done; it is tried again.
- **wait**: nothing was done, and calling on makes it worse. The app, the page or the user behind the token is left in peace, for
  as long as Facebook's usage headers say, else for the time in the table. Other pages go on.
- **dead**: never works; the outcome is recorded and not repeated.
- **unknown**: it may have been done. A read is repeated. A message or a comment is looked for, by its echo or in the
  conversation, before anything else happens.

A subcode of seven digits counts under whatever code it comes, and as a code. A subcode that is not here leaves the meaning of its
code. Of a code that is not here: unknown with a status of 500 and more or Facebook's \`is_transient\`, else dead. No answer, one
that is cut off, or one that is not JSON: unknown. No connection: retry.
`

export function errorDocument(): string {
  const rows = [...graphErrorTable].toSorted(([a], [b]) => order(a) - order(b)).map(line)
  const head = ['| code | what | class | meaning | what to do |', '|---|---|---|---|---|']
  return `${[introduction, ...head, ...rows].join('\n')}\n`
}

function line([key, row]: readonly [string, GraphErrorRow]): string {
  return `| ${[key, row.what, classOf(row), row.meaning, row.say].join(' | ')} |`
}

function classOf({ class: kind, scope, isOneKind, retryAfterMs, retries }: GraphErrorRow): string {
  const whose = isOneKind === true ? "the page's calls of this kind" : scope
  const parts = [
    whose,
    retryAfterMs === undefined ? undefined : duration(retryAfterMs),
    retries === undefined ? undefined : `at most ${retries} more`,
  ]
  const details = parts.filter((part) => part !== undefined).join(', ')
  return details === '' ? kind : `${kind} (${details})`
}

function duration(ms: number): string {
  const [many, unit] =
    ms >= 3_600_000 ? [ms / 3_600_000, 'h'] : ms >= 60_000 ? [ms / 60_000, 'min'] : [ms / 1000, 's']
  return `${many} ${unit}`
}

/** By code, then subcode; a range after its first code. */
function order(key: string): number {
  const [code = '', subcode = '0'] = key.split('/')
  return Number.parseInt(code, 10) * 1e7 + Number(subcode) + (/\d-\d/.test(code) ? 0.5 : 0)
}
