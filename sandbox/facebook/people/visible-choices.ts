/** What a customer can tap in a thread: quick replies under the last message, buttons of any message, the menu. */
import { isBag, isList, textOf, type Json } from '../graph-api/call.ts'
import type { Wire } from '../webhooks/wire.ts'
import type { Thread } from '../world/state.ts'

interface Tap {
  readonly title: string
  readonly payload: string
}
export type Choice = { readonly quickReply: Tap } | { readonly postback: Tap }

/** By title or payload; quick replies first, then buttons from the newest message back, then the menu and ice breakers. */
export function findChoice(thread: Thread, wanted: string): Choice | undefined {
  return visibleChoices(thread).find((choice) => {
    const { title, payload } = 'quickReply' in choice ? choice.quickReply : choice.postback
    return title === wanted || payload === wanted
  })
}

export function visibleChoices({ messages, person, page: { messengerProfile } }: Thread): Choice[] {
  const newest = messages.at(-1)
  const quick = newest?.from === 'page' ? newest.quickReplies : undefined
  const sent = messages.filter(({ from }) => from === 'page').toReversed()
  const buttons = [
    ...sent.map(({ attachments }) => attachments),
    messengerProfile.get('persistent_menu'),
    messengerProfile.get('ice_breakers'),
  ]
  return [
    ...tapsIn(quick).map((quickReply) => ({ quickReply })),
    ...ownValues(quick, person.key).map((quickReply) => ({ quickReply })),
    ...buttons.flatMap((each) => tapsIn(each)).map((postback) => ({ postback })),
  ]
}

/** Facebook's own quick replies show the customer's e-mail or phone, and send it. */
function ownValues(quick: Wire | undefined, key: string): Tap[] {
  if (quick === undefined) return []
  const list = JSON.parse(JSON.stringify(quick)) as Json
  const kinds = isList(list) ? list.filter(isBag).map((reply) => textOf(reply, 'content_type')) : []
  return kinds.flatMap((kind) => {
    const own =
      kind === 'user_email' ? ownEmail(key) : kind === 'user_phone_number' ? ownPhone(key) : undefined
    return own === undefined ? [] : [{ title: own, payload: own }]
  })
}

export function ownEmail(key: string): string {
  return `${encodeURIComponent(key).replaceAll('%', '').toLowerCase()}@customers.example.com`
}

/** Numbers of Berlin that Germany keeps for films. */
export function ownPhone(key: string): string {
  const sum = Array.from(key).reduce((total, sign) => (total * 31 + (sign.codePointAt(0) ?? 0)) % 1_000, 7)
  return `+493023125${String(sum).padStart(3, '0')}`
}

/** Everything inside that has a payload and a title (or, for an ice breaker, a question). */
function tapsIn(value: Wire | undefined): Tap[] {
  return value === undefined ? [] : collect(JSON.parse(JSON.stringify(value)) as Json)
}

function collect(json: Json): Tap[] {
  if (isList(json)) return json.flatMap((each) => collect(each))
  if (!isBag(json)) return []
  const title = textOf(json, 'title') ?? textOf(json, 'question')
  const payload = textOf(json, 'payload')
  const isPhone = textOf(json, 'type') === 'phone_number'
  if (title !== undefined && payload !== undefined && !isPhone) return [{ title, payload }]
  return Object.values(json).flatMap((each) => collect(each))
}
