/** `pagebeat page listeners`: prints what to type into the two webhook forms of the App Dashboard. */
import { feedFields, messengerFields } from '../../src/facebook/page-check/webhook-fields.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'

export function showListeners(host: string, { json }: { readonly json?: true }): void {
  const callbackUrl = toCallback(host)
  if (json) return printJson({ callbackUrl, feedFields, messengerFields })
  const lines = [
    'Type the same two values into both forms of the App Dashboard:',
    '',
    `  Callback URL   ${callbackUrl}`,
    '  Verify token   the value of FACEBOOK_VERIFY_TOKEN of the receiver',
    '',
    '1. Product Webhooks, object Page. Switch on Include Values. Fields:',
    `   ${feedFields.join(', ')}`,
    '2. Product Messenger, Settings, Webhooks. Fields:',
    `   ${messengerFields.join(', ')}`,
    '',
    '`pagebeat page subscribe <pageId> --callback <url>` does this for you, and subscribes the Page.',
  ]
  for (const line of lines) printLine(line)
}

function toCallback(host: string): string {
  const text = /^https?:\/\//.test(host) ? host : `https://${host}`
  if (!URL.canParse(text) || !text.startsWith('https://')) {
    throw new Refused('Facebook sends to https only: `pagebeat page listeners https://<your host>`')
  }
  const url = new URL(text)
  return new URL(url.pathname === '/' ? '/webhook' : url.pathname, url).href
}
