/** What a customer can tap in a thread: quick replies under the last message, buttons of any message, the menu. */
import { isBag, isList, textOf } from '../graph-api/call.ts'
import type { Json } from '../graph-api/call.ts'
import type { Wire } from '../webhooks/wire.ts'
import type { Thread } from '../world/state.ts'

export type Choice =
  | { readonly quickReply: { readonly title: string; readonly payload: string } }
  | { readonly postback: { readonly title: string; readonly payload: string } }

/** By title or payload; quick replies first, then buttons from the newest message back, then the menu and ice breakers. */
export function findChoice(thread: Thread, wanted: string): Choice | undefined {
  return visibleChoices(thread).find((choice) => {
    const { title, payload } = 'quickReply' in choice ? choice.quickReply : choice.postback
    return title === wanted || payload === wanted
  })
}

export function visibleChoices(thread: Thread): Choice[] {
  const newest = thread.messages.at(-1)
  const quick = newest?.from === 'page' ? taps(newest.quickReplies) : []
  const buttons = thread.messages
    .filter(({ from }) => from === 'page')
    .toReversed()
    .flatMap(({ attachments }) => taps(attachments))
  const profile = thread.page.messengerProfile
  const offered = [profile.get('persistent_menu'), profile.get('ice_breakers')].flatMap((each) => taps(each))
  return [
    ...quick.map((quickReply) => ({ quickReply })),
    ...[...buttons, ...offered].map((postback) => ({ postback })),
  ]
}

/** Everything inside that has a payload and a title (or, for an ice breaker, a question). */
function taps(value: Wire | undefined): { title: string; payload: string }[] {
  const json = value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
  return collect(json)
}

function collect(json: Json | undefined): { title: string; payload: string }[] {
  if (isList(json)) return json.flatMap((each) => collect(each))
  if (!isBag(json)) return []
  const title = textOf(json, 'title') ?? textOf(json, 'question')
  const payload = textOf(json, 'payload')
  const isPhone = textOf(json, 'type') === 'phone_number'
  if (title !== undefined && payload !== undefined && !isPhone) return [{ title, payload }]
  return Object.values(json).flatMap((each) => collect(each))
}
