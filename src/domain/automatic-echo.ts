/**
 * Echoes of messages that no agent wrote: the instant reply and away message of Meta Business Suite, the greeting of an
 * ad, the notification of another system. They come without our metadata, as a message of an agent does. Source:
 * docs/platform.md, 3.
 */
import type { MessengerFacts } from './event.ts'
import { listOf, recordOf } from './event-json.ts'

/** Facebook's own inbox: agents write with it, and it sends the instant reply and the away message. */
export const inboxAppId = '263902037430900'

/** The tag that Facebook's own automatic replies have in the Conversations API. */
export const instantReplyTag = 'pages_comm_instant_reply'

/** An agent reads the first message of a thread, thinks and types for longer than this. */
export const afterFirstMs = 5_000

export const sameText = {
  /** The number of other customers who got the same text or attachments before. */
  customers: 3,
  /** It came this soon after the customer wrote: an agent with a saved reply is slower, as they read first. */
  afterMessageMs: 30_000,
  /** Or the customer had not written for this time, ms. Then it is a broadcast. */
  quietMs: 24 * 60 * 60_000,
} as const

/**
 * Whether the silence that began with a message at `silentTs` is that of an automatic message: the customer's first
 * contact was at the same moment. A greeting may come a little before the click that it greets.
 */
export function isAnswerToFirstContact(silentTs: number | null, firstInboundTs: number | null): boolean {
  return silentTs !== null && firstInboundTs !== null && Math.abs(silentTs - firstInboundTs) <= afterFirstMs
}

/** Whether an echo of text that others got too is automatic. `lastInboundTs`: when the customer wrote before it. */
export function isSentToMany(
  { otherCustomers, ts }: { readonly otherCustomers: number; readonly ts: number },
  lastInboundTs: number | undefined,
): boolean {
  if (otherCustomers < sameText.customers) return false
  const quietFor = lastInboundTs === undefined ? Infinity : ts - lastInboundTs
  return (quietFor >= 0 && quietFor <= sameText.afterMessageMs) || quietFor >= sameText.quietMs
}

/** An echo, as far as it is read here. */
interface EchoOf<Fact extends keyof MessengerFacts> {
  readonly messenger: Pick<MessengerFacts, Fact>
}

/** Whether the echo itself tells that no agent wrote it: a template without an app, or Facebook's tag. */
export function isMarkedAutomatic({
  messenger: { appId, attachments, valueRaw },
}: EchoOf<'appId' | 'attachments' | 'valueRaw'>): boolean {
  const isTemplate = attachments?.includes('"type":"template"') === true
  return (isTemplate && appId === undefined) || valueRaw.includes(`"${instantReplyTag}"`)
}

const fileTypes: ReadonlySet<unknown> = new Set(['image', 'video', 'audio', 'file'])

/**
 * What the customer sees of an echo: its text, and its attachments without the addresses that change. Undefined for
 * files without a text: their addresses alone tell them apart, and each upload has another one.
 */
export function contentOfEcho({
  messenger: { text, attachments },
}: EchoOf<'text' | 'attachments'>): string | undefined {
  if (text === undefined && (attachments === undefined || areFiles(attachments))) return undefined
  return `${text ?? ''}\n${(attachments ?? '').replaceAll(/"https?:[^"]*"/g, '""')}`
}

function areFiles(attachments: string): boolean {
  const all = listOf(JSON.parse(attachments))
  return all.every((one) => fileTypes.has(recordOf(one)['type']))
}
