/** What an event tells about who the customer is, besides the id that it came with. */
import { isFeedEvent, type Key, type MessengerEvent, type PageEvent } from '../domain/event.ts'
import { parseEventJson, recordOf, textOf } from '../domain/event-json.ts'
import type { CustomerKey, IdentityLink } from '../domain/identity-link.ts'
import type { PageId, Psid } from '../domain/ids.ts'
import { invitePrefix } from './invite-token.ts'

export interface LinkTools {
  /** Undefined: no token, or one that counts for nothing. */
  readonly readInvite: (
    ref: string,
    use: { readonly pageId: PageId; readonly at: number },
  ) => { readonly customer: string; readonly key: Key } | undefined
  /** The e-mails and phones in a text of the customer. */
  readonly contactsIn: (text: string) => readonly CustomerKey[]
  /** The e-mail or phone that is the whole text. */
  readonly contactOf: (text: string) => CustomerKey | undefined
}

/**
 * The links of the event, none for most. Pure, and cheap for an event without any: some searches in its text. A link
 * by an invite names the invite in `by` (`inviteOf`): of those who use it, one customer counts.
 */
export function linksOfEvent(event: PageEvent, tools: LinkTools): readonly IdentityLink[] {
  if (isFeedEvent(event) || event.direction !== 'in' || event.actor.is !== 'person') return none
  const { valueRaw, text, payload } = event.messenger
  const isMessage = event.type === 'message'
  const isTap = isMessage && payload !== undefined
  const mayHold = text !== undefined && (isMessage || event.type === 'edit') && mayHoldContact(text)
  const mayRefer = valueRaw.includes(invitePrefix)
  const namesRef = isMessage
    ? valueRaw.includes('prior_message')
    : event.type === 'optin' && valueRaw.includes('user_ref')
  if (!mayHold && !mayRefer && !namesRef) return none
  return [
    ...(mayRefer ? ofInvites(event, event.actor.id, tools) : []),
    ...(namesRef ? ofUserRef(event, event.actor.id) : []),
    ...(mayHold && isTap ? ofTap(event, event.actor.id, tools) : []),
    ...(mayHold && !isTap && !isSummary(event) ? typed(event, event.actor.id, tools) : []),
  ]
}

const none: readonly IdentityLink[] = []

/**
 * An e-mail has an @, a phone seven digits close together, in the digits of any script. Most texts have fewer digits,
 * which is soon seen; a day with a time is the usual row of digits.
 */
function mayHoldContact(text: string): boolean {
  let digits = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === at || code === wideAt) return true
    if ((code >= zero && code <= nine) || code >= firstOtherDigit) digits += 1
  }
  return digits >= 7 && sevenDigits.test(text.replaceAll(dayOrTime, 'x'))
}

const [at, wideAt, zero, nine, firstOtherDigit] = [0x40, 0xff20, 0x30, 0x39, 0x660]
const sevenDigits = /(?:\p{Nd}\P{Nd}{0,3}){6}\p{Nd}/u
const dayOrTime = /\b(?:20\d\d-\d\d?-\d\d?|\d\d?[./]\d\d?[./](?:20)?\d\d|\d\d?:\d\d)\b/g

/** A click comes as an event of its own, or inside of a message, postback or opt-in, or as two of them. */
function ofInvites(event: MessengerEvent, psid: Psid, { readInvite }: LinkTools): IdentityLink[] {
  const raw = parseEventJson(event.messenger.valueRaw)
  const refs = [
    recordOf(raw['referral']),
    recordOf(recordOf(raw['message'])['referral']),
    recordOf(recordOf(raw['postback'])['referral']),
    recordOf(raw['optin']),
  ].flatMap(({ ref }) => textOf(ref) ?? [])
  return [...new Set(refs)].flatMap((ref) => {
    const invite = readInvite(ref, { pageId: event.pageId, at: event.ts })
    if (invite === undefined) return []
    const link = linkTo(event, psid, { kind: 'customer', value: invite.customer })
    return [{ ...link, evidence: 'invite', strength: 'verified', by: `${inviteWord}${invite.key}` } as const]
  })
}

const inviteWord = 'invite '

/** The key of the invite by which the link was made. */
export function inviteOf({ evidence, by = '' }: IdentityLink): Key | undefined {
  return evidence === 'invite' && by.startsWith(inviteWord) ? by.slice(inviteWord.length) : undefined
}

/** The id of a check box, whose first message went to it before the customer had an id. */
function ofUserRef(event: MessengerEvent, psid: Psid): IdentityLink[] {
  const raw = parseEventJson(event.messenger.valueRaw)
  const earlier = recordOf(raw['prior_message'])
  const refs = [
    earlier['source'] === 'checkbox_plugin' ? textOf(earlier['identifier']) : undefined,
    textOf(recordOf(raw['optin'])['user_ref']),
  ].filter((ref) => ref !== undefined)
  return [...new Set(refs)].map((value) => ({
    ...linkTo(event, psid, { kind: 'userRef', value }),
    evidence: 'user_ref',
    strength: 'verified',
  }))
}

/**
 * A tap on Facebook's own quick reply for an e-mail or a phone sends the value as its payload. The payload of any other
 * one is the Page's, which may be a phone to call: there the text is its title.
 */
function ofTap(event: MessengerEvent, psid: Psid, { contactOf }: LinkTools): IdentityLink[] {
  const { payload = '', text = '' } = event.messenger
  const [contact, shown] = [contactOf(payload), contactOf(text)]
  if (contact === undefined || contact.kind !== shown?.kind || contact.value !== shown.value) return []
  return [{ ...linkTo(event, psid, contact), evidence: 'quick_reply', strength: 'attested' }]
}

function typed(event: MessengerEvent, psid: Psid, { contactsIn }: LinkTools): IdentityLink[] {
  return contactsIn(event.messenger.text ?? '').map((contact) => ({
    ...linkTo(event, psid, contact),
    evidence: 'typed',
    strength: 'claimed',
  }))
}

/** What the customer wrote in a lead form, which Facebook shows as a message. The customer did not type them here. */
function isSummary({ messenger }: MessengerEvent): boolean {
  return messenger.valueRaw.includes('"hop_context"')
}

function linkTo(
  { key, ts, pageId }: MessengerEvent,
  psid: Psid,
  to: CustomerKey,
): Pick<IdentityLink, 'a' | 'b' | 'source' | 'ts' | 'pageId'> {
  return { a: { kind: 'facebook', value: psid }, b: to, source: { kind: 'interaction', id: key }, ts, pageId }
}
