import {
  isRequestCode,
  type PrivacyRequestState,
  type PrivacyRequestStatus,
} from '../domain/privacy-request.ts'

/** A page without script and network that tells a customer what became of their request. */
export function toStatusPage(found: PrivacyRequestStatus | 'unavailable' | undefined, code: string): string {
  const [heading, ...paragraphs] =
    found === undefined ? unknown : found === 'unavailable' ? later : textOf(found)
  const known = isRequestCode(code) ? `<p class="soft">Confirmation code: <code>${code}</code></p>` : ''
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="robots" content="noindex"><title>${heading}</title><style>${style}</style></head><body><main>`,
    `<h1>${heading}</h1>`,
    ...paragraphs.map((text) => `<p>${text}</p>`),
    known,
    '</main></body></html>\n',
  ].join('\n')
}

const unknown = [
  'No such request',
  'We know no request with this code. Check that the address is complete.',
] as const
const later = [
  'Please try again in a minute',
  'The state of your request cannot be read at the moment.',
] as const

function textOf({
  kind,
  state,
  receivedTs,
  changedTs,
}: PrivacyRequestStatus): readonly [string, ...string[]] {
  const came = `Facebook passed your request on to us on ${dayOf(receivedTs)}.`
  const texts: Readonly<Record<PrivacyRequestState, readonly [string, ...string[]]>> = {
    received: ['Your request has arrived', came, 'It has not been looked at yet. This takes some minutes.'],
    in_progress: ['Your data is being deleted', came, 'This takes some minutes. Look at this page again.'],
    done: ['Your data is deleted', came, `We finished the deletion on ${dayOf(changedTs)}.`],
    unmatched: [
      'Your request is with our staff',
      came,
      'Facebook told us an id that we cannot match with a conversation. Nothing was deleted yet. Our staff looks at it.',
      'To speed it up, write to our Page on Facebook, and give the confirmation code below.',
    ],
    recorded: [
      kind === 'deauthorize' ? 'The app was removed' : 'Your request is recorded',
      came,
      'No data was deleted for that reason alone.',
    ],
  }
  return texts[state]
}

function dayOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const style = `
:root { color-scheme: light dark; --page: #ffffff; --card: #f7f6f3; --ink: #1d2330; --soft: #566072; }
@media (prefers-color-scheme: dark) { :root { --page: #101318; --card: #181c23; --ink: #e9ecf2; --soft: #a4adbc; } }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 40px 24px; }
h1 { font-size: clamp(24px, 4vw, 32px); line-height: 1.2; margin: 0 0 16px; }
.soft { color: var(--soft); font-size: 14px; margin-top: 28px; }
code { font: 14px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
`
