/** docs/reference/graph-errors.md, as it follows from the error table. */
import type { GraphErrorRow } from '../src/facebook/graph/error-row.ts'
import { graphErrorTable } from '../src/facebook/graph/error-table.ts'

export const documentUrl = new URL('../docs/reference/graph-errors.md', import.meta.url)

const introduction = `# Errors of the Graph API

This page is generated from [the table](../../src/facebook/graph/error-table.ts) by \`npm run docs:errors\`.
Do not edit it by hand.
Pagebeat goes by code and subcode. Facebook changes the texts without notice, and the HTTP status is no key either.

Each row names a class and, in brackets, the meaning that \`outbound.reason\` and logs use.

- **retry**: nothing was done; it is tried again.
- **wait**: nothing was done, and further calls make it worse. The app, the Page or the user behind the token is paused.
  The pause lasts as long as Facebook's usage headers say, else for the time in the table. Other Pages go on.
- **dead**: it will never work. The outcome is recorded and not repeated.
- **unknown**: it may have been done. A read is repeated. A message or comment is first looked for,
  by its echo or at Facebook.

Codes that are not here:

- A subcode of seven digits counts under any code, and as a code.
- A subcode that is not here has the meaning of its code.
- An unknown code is unknown with a status of 500 and more, or with Facebook's \`is_transient\`; else dead.
- A response that is lost, cut off or not JSON is unknown. No connection is retry.
`

export function errorDocument(): string {
  const rows = [...graphErrorTable].toSorted(([a], [b]) => order(a) - order(b)).map(line)
  const head = ['| code | what it means | what to do |', '|---|---|---|']
  return `${[introduction, ...head, ...rows].join('\n')}\n`
}

function line([key, row]: readonly [string, GraphErrorRow]): string {
  return `| ${key} | ${row.what} ${classOf(row)} (\`${row.meaning}\`) | ${row.say} |`
}

function classOf({ class: kind, scope, isOneKind, retryAfterMs, retries }: GraphErrorRow): string {
  const whose = isOneKind === true ? "the page's calls of this kind" : scope
  const parts = [
    whose,
    retryAfterMs === undefined ? undefined : duration(retryAfterMs),
    retries === undefined ? undefined : `at most ${retries} more`,
  ]
  const details = parts.filter((part) => part !== undefined).join(', ')
  return details === '' ? `**${kind}**` : `**${kind}**, ${details}`
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
